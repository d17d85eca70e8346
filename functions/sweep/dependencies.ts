import { gatewaySocketSender, socketClient } from '../../shared/adapters/apigateway/socket-sender.ts';
import { dynamoAgentChats } from '../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoOptions } from '../../shared/adapters/dynamodb/options.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { eventBridgeBus, eventBridgeClient } from '../../shared/adapters/eventbridge/bus.ts';
import { s3Bucket } from '../../shared/adapters/s3/bucket.ts';
import { s3KeptFiles } from '../../shared/adapters/s3/kept-files.ts';
import { schedulerClient, schedulerWakeUps } from '../../shared/adapters/scheduler/wake-ups.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsNearWakeUps } from '../../shared/adapters/sqs/near-wake-ups.ts';
import { sqsPushQueue } from '../../shared/adapters/sqs/push-queue.ts';
import { sqsRetryQueue } from '../../shared/adapters/sqs/retry-queue.ts';
import { jitteredPacer } from '../../shared/adapters/system/jittered-pacer.ts';
import { randomIds } from '../../shared/adapters/system/random-ids.ts';
import { systemClock } from '../../shared/adapters/system/system-clock.ts';
import { bucketPlace } from '../../shared/config/bucket-place.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import { jsonJournal } from '../../shared/log/json-journal.ts';
import type { SweepDeps } from '../../shared/app/sweep.ts';

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): SweepDeps => {
  const dynamo = dynamoDbClient();
  const sqs = sqsClient();
  const chatsTable = required(env, envNames.chatsTable);
  const deskTable = required(env, envNames.deskTable);
  return {
    log: dynamoChatLog(dynamo, chatsTable),
    contacts: dynamoContacts(dynamo, chatsTable),
    readMarks: dynamoReadMarks(dynamo, chatsTable),
    rows: dynamoListRows(dynamo, deskTable),
    desks: dynamoDeskRegistry(dynamo, deskTable),
    agentChats: dynamoAgentChats(dynamo, deskTable),
    options: dynamoOptions(dynamo, deskTable, {
      clock: systemClock,
      onRefused: (service, options) => jsonJournal.note('OPTION_REFUSED', { service, options: options.join(' ') }),
    }),
    bus: eventBridgeBus(eventBridgeClient(), required(env, envNames.chatBus)),
    files: s3KeptFiles(s3Bucket({ ...bucketPlace(env), clock: systemClock })),
    pushes: sqsPushQueue(sqs, required(env, envNames.pushQueueUrl)),
    retries: sqsRetryQueue(sqs, required(env, envNames.effectsRetryQueueUrl)),
    wakeUps: schedulerWakeUps(schedulerClient(), {
      group: required(env, envNames.scheduleGroup),
      queueArn: required(env, envNames.wakeQueueArn),
      roleArn: required(env, envNames.schedulerRoleArn),
      near: sqsNearWakeUps(sqs, required(env, envNames.wakeQueueUrl)),
    }),
    sockets: gatewaySocketSender(socketClient(required(env, envNames.socketEndpoint))),
    ids: randomIds,
    clock: systemClock,
    pacer: jitteredPacer,
    journal: jsonJournal,
  };
};
