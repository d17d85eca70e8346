import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { Fault, type Clock } from '../../app/ports.ts';
import type { EpochMs } from '../../domain/events.ts';

/** Anybody can name a key that does not exist: looking it up again costs, so it is done at most this often. */
const REFRESH_MS = 60_000;

/** Keys by id, and the id of the one that signs. */
export interface ChatKeys {
  readonly current: string;
  readonly keys: ReadonlyMap<string, string>;
}

/** The keys, read once and again when one is wanted that is not among them. */
export interface ChatKeySource {
  keys(wanted?: string): Promise<ChatKeys>;
}

/** A client whose calls end in time to be tried again. Credentials and region come from the environment. */
export const secretsClient = (overrides: SecretsManagerClientConfig = {}): SecretsManagerClient =>
  new SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
    ...overrides,
  });

/**
 * The keys in the secret `secretArn`: `{"kid":"k2","k1":"…","k2":"…"}`, where `kid` names the one that signs. A failed first
 * reading is a Fault; a failed later one leaves the keys as they were.
 */
export const secretChatKeys = (client: SecretsManagerClient, secretArn: string, clock: Clock): ChatKeySource => {
  let reading: Promise<ChatKeys> | undefined;
  let readAt: EpochMs = 0;

  const readAgain = (): Promise<ChatKeys> => {
    const before = reading;
    readAt = clock.now();
    const next = readKeys(client, secretArn).catch((error: unknown) => {
      reading = before;
      if (before !== undefined) return before;
      throw error;
    });
    reading = next;
    return next;
  };

  return {
    keys: async (wanted) => {
      const known = await (reading ?? readAgain());
      const isMissing = wanted !== undefined && !known.keys.has(wanted);
      return isMissing && clock.now() - readAt >= REFRESH_MS ? readAgain() : known;
    },
  };
};

const readKeys = async (client: SecretsManagerClient, secretArn: string): Promise<ChatKeys> => {
  let text: string | undefined;
  try {
    text = (await client.send(new GetSecretValueCommand({ SecretId: secretArn }))).SecretString;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new Fault(`unable to read the keys; ${name}`, { cause: error, retryable: true });
  }
  return parseKeys(text ?? '');
};

const parseKeys = (text: string): ChatKeys => {
  const refused = new Fault('unable to read the keys; the secret does not hold a key ring', { retryable: false });
  const ring = jsonOf(text);
  if (typeof ring !== 'object' || ring === null || !('kid' in ring) || typeof ring.kid !== 'string') throw refused;
  const { kid, ...rest } = ring;
  const keys = new Map<string, string>();
  for (const [keyId, key] of Object.entries(rest)) if (typeof key === 'string' && key !== '') keys.set(keyId, key);
  if (!keys.has(kid)) throw refused;
  return { current: kid, keys };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
