import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Fault, type Clock } from '../../app/ports.ts';
import type { EpochMs } from '../../domain/events.ts';

/** What people change in a secret is seen after so long. */
const FRESH_MS = 300_000;

/**
 * The JSON object in a secret, at most five minutes old.
 * @throws Fault when it cannot be read, or holds something else.
 */
export const secretJson = (client: SecretsManagerClient, secretArn: string, clock: Clock): (() => Promise<object>) => {
  let known: { readonly value: object; readonly until: EpochMs } | undefined;
  return async () => {
    if (known !== undefined && clock.now() < known.until) return known.value;
    const value = await readJson(client, secretArn);
    known = { value, until: clock.now() + FRESH_MS };
    return value;
  };
};

const readJson = async (client: SecretsManagerClient, secretArn: string): Promise<object> => {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    const value: unknown = JSON.parse(SecretString ?? '');
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new Fault(`unable to read a secret; ${name}`, { cause: error, retryable: true });
  }
  throw new Fault('unable to read a secret; it does not hold an object', { retryable: false });
};
