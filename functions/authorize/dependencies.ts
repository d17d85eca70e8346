import { secretChatKeys, secretsClient } from '../../shared/adapters/secretsmanager/chat-keys.ts';
import { hmacKeyRing } from '../../shared/adapters/system/hmac-key-ring.ts';
import { systemClock } from '../../shared/adapters/system/system-clock.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { required, type Env } from '../../shared/config/read-env.ts';
import type { AuthorizeDeps } from './handler.ts';

/** What the deployed function runs on. */
export const runtimeDeps = (env: Env): AuthorizeDeps => ({
  clock: systemClock,
  keys: hmacKeyRing(secretChatKeys(secretsClient(), required(env, envNames.secretArn), systemClock)),
});
