import { gatewaySocketSender, socketClient } from '../../shared/adapters/apigateway/socket-sender.ts';
import { dynamoAgentChats } from '../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoLoadGauge } from '../../shared/adapters/dynamodb/load-gauge.ts';
import { dynamoOptions } from '../../shared/adapters/dynamodb/options.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { s3Bucket } from '../../shared/adapters/s3/bucket.ts';
import { s3Uploads } from '../../shared/adapters/s3/uploads.ts';
import { secretChatKeys, secretsClient } from '../../shared/adapters/secretsmanager/chat-keys.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsRetryQueue } from '../../shared/adapters/sqs/retry-queue.ts';
import { hmacKeyRing } from '../../shared/adapters/system/hmac-key-ring.ts';
import { jitteredPacer } from '../../shared/adapters/system/jittered-pacer.ts';
import { randomIds } from '../../shared/adapters/system/random-ids.ts';
import { systemClock } from '../../shared/adapters/system/system-clock.ts';
import { bucketPlace } from '../../shared/config/bucket-place.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import { jsonJournal } from '../../shared/log/json-journal.ts';
import type { HttpDeps } from './http-deps.ts';

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): HttpDeps => {
  const dynamo = dynamoDbClient();
  const sqs = sqsClient();
  const chatsTable = required(env, envNames.chatsTable);
  const deskTable = required(env, envNames.deskTable);
  return {
    log: dynamoChatLog(dynamo, chatsTable),
    contacts: dynamoContacts(dynamo, chatsTable),
    readMarks: dynamoReadMarks(dynamo, chatsTable),
    rows: dynamoListRows(dynamo, deskTable),
    gauge: dynamoLoadGauge(dynamo, deskTable),
    agentChats: dynamoAgentChats(dynamo, deskTable),
    desks: dynamoDeskRegistry(dynamo, deskTable),
    sockets: gatewaySocketSender(socketClient(required(env, envNames.socketEndpoint))),
    uploads: s3Uploads(s3Bucket({ ...bucketPlace(env), clock: systemClock })),
    options: dynamoOptions(dynamo, deskTable, {
      clock: systemClock,
      onRefused: (service, options) => jsonJournal.note('OPTION_REFUSED', { service, options: options.join(' ') }),
    }),
    retries: sqsRetryQueue(sqs, required(env, envNames.effectsRetryQueueUrl)),
    keys: hmacKeyRing(secretChatKeys(secretsClient(), required(env, envNames.secretArn), systemClock)),
    ids: randomIds,
    clock: systemClock,
    pacer: jitteredPacer,
    journal: jsonJournal,
    socketUrl: required(env, envNames.socketUrl),
  };
};
