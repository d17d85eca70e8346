import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { eventBridgeClient, eventBridgeReports } from '../../shared/adapters/eventbridge/bus.ts';
import { s3Facts } from '../../shared/adapters/s3/facts.ts';
import { systemClock } from '../../shared/adapters/system/system-clock.ts';
import type { ReportDeps } from '../../shared/app/report-chats.ts';
import { envNames, lambdaNames } from '../../shared/config/env-names.ts';
import { FACTS_PREFIX } from '../../shared/config/reports.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import { jsonJournal } from '../../shared/log/json-journal.ts';

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): ReportDeps => ({
  log: dynamoChatLog(dynamoDbClient(), required(env, envNames.chatsTable)),
  facts: s3Facts({
    url: required(env, envNames.reportsBucketUrl),
    prefix: FACTS_PREFIX,
    region: required(env, lambdaNames.region),
    credentials: () => ({
      accessKeyId: required(env, lambdaNames.accessKeyId),
      secretAccessKey: required(env, lambdaNames.secretAccessKey),
      sessionToken: env[lambdaNames.sessionToken],
    }),
    clock: systemClock,
    fetch,
  }),
  reports: eventBridgeReports(eventBridgeClient(), required(env, envNames.chatBus)),
  journal: jsonJournal,
});
