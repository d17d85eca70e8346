import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoOptionWalks } from '../../shared/adapters/dynamodb/option-walks.ts';
import { dynamoOptions } from '../../shared/adapters/dynamodb/options.ts';
import { dynamoServiceMasking } from '../../shared/adapters/dynamodb/service-masking.ts';
import { dynamoServiceOptions } from '../../shared/adapters/dynamodb/service-options.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsWalkOrders } from '../../shared/adapters/sqs/walk-orders.ts';
import { jitteredPacer } from '../../shared/adapters/system/jittered-pacer.ts';
import { systemClock } from '../../shared/adapters/system/system-clock.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import { jsonJournal } from '../../shared/log/json-journal.ts';
import type { AdminDeps } from './admin-deps.ts';

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): AdminDeps => {
  const dynamo = dynamoDbClient();
  const deskTable = required(env, envNames.deskTable);
  return {
    rows: dynamoListRows(dynamo, deskTable),
    desks: dynamoDeskRegistry(dynamo, deskTable),
    options: dynamoOptions(dynamo, deskTable, {
      clock: systemClock,
      onRefused: (service, options) => jsonJournal.note('OPTION_REFUSED', { service, options: options.join(' ') }),
    }),
    serviceOptions: dynamoServiceOptions(dynamo, deskTable),
    walks: dynamoOptionWalks(dynamo, deskTable),
    walkOrders: sqsWalkOrders(sqsClient(), required(env, envNames.wakeQueueUrl)),
    serviceMasking: dynamoServiceMasking(dynamo, deskTable),
    clock: systemClock,
    pacer: jitteredPacer,
    journal: jsonJournal,
  };
};
