import type { EnvName, LambdaName } from './env-names.ts';

/** A function's environment, as the platform gives it. */
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The value of a variable that the stack must have set.
 * @throws when it is missing or empty: at start, before anything is served.
 */
export const required = (env: Env, name: EnvName | LambdaName): string => {
  const value = env[name];
  if (value === undefined || value === '')
    throw new Error(`unable to start; the environment variable ${name} is not set`);
  return value;
};
