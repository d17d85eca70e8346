import { gatewaySocketSender, socketClient } from '../../shared/adapters/apigateway/socket-sender.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoOptionWalks } from '../../shared/adapters/dynamodb/option-walks.ts';
import { dynamoOptions } from '../../shared/adapters/dynamodb/options.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsLater } from '../../shared/adapters/sqs/later.ts';
import { jitteredPacer } from '../../shared/adapters/system/jittered-pacer.ts';
import { systemClock } from '../../shared/adapters/system/system-clock.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import { jsonJournal } from '../../shared/log/json-journal.ts';
import type { WakeHandlerDeps } from './handler.ts';

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): WakeHandlerDeps => {
  const dynamo = dynamoDbClient();
  const chatsTable = required(env, envNames.chatsTable);
  const deskTable = required(env, envNames.deskTable);
  return {
    log: dynamoChatLog(dynamo, chatsTable),
    contacts: dynamoContacts(dynamo, chatsTable),
    readMarks: dynamoReadMarks(dynamo, chatsTable),
    desks: dynamoDeskRegistry(dynamo, deskTable),
    options: dynamoOptions(dynamo, deskTable, {
      clock: systemClock,
      onRefused: (service, options) => jsonJournal.note('OPTION_REFUSED', { service, options: options.join(' ') }),
    }),
    rows: dynamoListRows(dynamo, deskTable),
    walks: dynamoOptionWalks(dynamo, deskTable),
    comeAgain: sqsLater(sqsClient(), required(env, envNames.wakeQueueUrl)),
    sockets: gatewaySocketSender(socketClient(required(env, envNames.socketEndpoint))),
    clock: systemClock,
    pacer: jitteredPacer,
    journal: jsonJournal,
  };
};
