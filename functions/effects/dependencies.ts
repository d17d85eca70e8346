import { dynamoAgentChats } from '../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { effectsOfImage } from '../../shared/adapters/dynamodb/items.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { eventBridgeBus, eventBridgeClient } from '../../shared/adapters/eventbridge/bus.ts';
import { s3Bucket } from '../../shared/adapters/s3/bucket.ts';
import { s3KeptFiles } from '../../shared/adapters/s3/kept-files.ts';
import { schedulerClient, schedulerWakeUps } from '../../shared/adapters/scheduler/wake-ups.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsNearWakeUps } from '../../shared/adapters/sqs/near-wake-ups.ts';
import { sqsPushQueue } from '../../shared/adapters/sqs/push-queue.ts';
import { sqsRetryQueue } from '../../shared/adapters/sqs/retry-queue.ts';
import { systemClock } from '../../shared/adapters/system/system-clock.ts';
import { bucketPlace } from '../../shared/config/bucket-place.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import { jsonJournal } from '../../shared/log/json-journal.ts';
import type { EffectsHandlerDeps } from './handler.ts';

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): EffectsHandlerDeps => {
  const dynamo = dynamoDbClient();
  const sqs = sqsClient();
  const deskTable = required(env, envNames.deskTable);
  return {
    log: dynamoChatLog(dynamo, required(env, envNames.chatsTable)),
    rows: dynamoListRows(dynamo, deskTable),
    agentChats: dynamoAgentChats(dynamo, deskTable),
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
    effectsOfImage,
    clock: systemClock,
    journal: jsonJournal,
  };
};
