import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { dynamoOptions } from '../../shared/adapters/dynamodb/options.ts';
import { dynamoPushReceipts } from '../../shared/adapters/dynamodb/push-receipts.ts';
import { apnsProvider } from '../../shared/adapters/push/apns-provider.ts';
import { callbackProvider } from '../../shared/adapters/push/callback-provider.ts';
import { fcmProvider } from '../../shared/adapters/push/fcm-provider.ts';
import { mobileCredentialsFrom } from '../../shared/adapters/push/mobile-credentials.ts';
import { secretChatKeys, secretsClient } from '../../shared/adapters/secretsmanager/chat-keys.ts';
import { secretJson } from '../../shared/adapters/secretsmanager/secret-json.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { sqsPushRetries } from '../../shared/adapters/sqs/push-queue.ts';
import { hmacKeyRing } from '../../shared/adapters/system/hmac-key-ring.ts';
import { systemClock as clock } from '../../shared/adapters/system/system-clock.ts';
import type { PushDeps } from '../../shared/app/push-customer.ts';
import type { PushProvider } from '../../shared/app/ports.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import { jsonJournal } from '../../shared/log/json-journal.ts';

/** Who reaches devices, by their type as the opening names it. */
const providersOf = (env: Env): Readonly<Record<string, PushProvider>> => {
  const secrets = secretsClient();
  const secretArn = required(env, envNames.pushSecretArn);
  const readSecret = secretJson(secrets, secretArn, clock);
  const credentials = async () => mobileCredentialsFrom(await readSecret());
  const trustedOrigins = (env[envNames.pushTrustedOrigins] ?? '').split(',').filter((origin) => origin !== '');
  const fcm = fcmProvider({ credentials, clock, rules: { trustedOrigins: [] } });
  return {
    customhttp: callbackProvider({
      keys: hmacKeyRing(secretChatKeys(secrets, secretArn, clock)),
      clock,
      rules: { trustedOrigins },
    }),
    fcm,
    gcm: fcm,
    android: fcm,
    ios: apnsProvider({ credentials, clock }),
  };
};

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): PushDeps => {
  const dynamo = dynamoDbClient();
  const deskTable = required(env, envNames.deskTable);
  const providers = new Map(Object.entries(providersOf(env)));
  return {
    log: dynamoChatLog(dynamo, required(env, envNames.chatsTable)),
    receipts: dynamoPushReceipts(dynamo, deskTable),
    options: dynamoOptions(dynamo, deskTable, {
      clock,
      onRefused: (service, options) => jsonJournal.note('OPTION_REFUSED', { service, options: options.join(' ') }),
    }),
    pushRetries: sqsPushRetries(
      sqsClient(),
      required(env, envNames.pushQueueUrl),
      required(env, envNames.pushDeadLettersUrl),
    ),
    providerOf: (deviceType) => providers.get(deviceType),
    keys: hmacKeyRing(secretChatKeys(secretsClient(), required(env, envNames.secretArn), clock)),
    clock,
    journal: jsonJournal,
  };
};
