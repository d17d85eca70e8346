import { readFileSync } from 'node:fs';
import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What a deployer may set in `cdk.json` or with `-c name=value`. */
export interface StackOptions {
  /** Origins whose pages may open chats from a browser, such as `https://shop.example`; `*` is any. */
  readonly allowedOrigins: readonly string[];
  readonly logRetentionDays: RetentionDays;
  /** What becomes of tables, keys, desk users, pages and logs when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
  /** Origins that push callbacks may go to though they are not public and not https; none in any deployment. */
  readonly pushTrustedOrigins: readonly string[];
  /** How long chats that have ended are collected before they are reported together. */
  readonly reportWindowSec: number;
  /** How long the reports of chats are kept. */
  readonly reportRetentionDays: number;
  /** Whether both APIs log each request; the account needs API Gateway's CloudWatch role for it. */
  readonly accessLogs: boolean;
  /** SNS topic that hears of alarms; without one they are only shown. */
  readonly alarmTopicArn?: string;
}

/** The context of `cdk.json`, which the CDK's command line adds by itself and a plain run of the app does not. */
export const projectContext = (): Record<string, unknown> => {
  const file: unknown = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8'));
  if (typeof file === 'object' && file !== null && 'context' in file && typeof file.context === 'object') {
    return { ...file.context };
  }
  throw new Error('unable to read the context; cdk.json has none');
};

/**
 * Reads the options from a construct's context; values given with `-c` are strings and accepted as such.
 * @throws when an option is missing or not one of its allowed values.
 */
export const readStackOptions = (context: (name: string) => unknown): StackOptions => {
  const topic = context('alarmTopicArn');
  return {
    allowedOrigins: originsOf(context('allowedOrigins')),
    logRetentionDays: retentionOf(context('logRetentionDays')),
    removalPolicy: removalOf(context('removalPolicy')),
    pushTrustedOrigins: trustedOf(context('pushTrustedOrigins')),
    reportWindowSec: numberOf('reportWindowSec', context('reportWindowSec'), 1, 300),
    reportRetentionDays: numberOf('reportRetentionDays', context('reportRetentionDays'), 1, 3_650),
    accessLogs: flagOf('accessLogs', context('accessLogs')),
    ...(typeof topic === 'string' && topic !== '' ? { alarmTopicArn: topic } : {}),
  };
};

const originsOf = (value: unknown): readonly string[] => {
  const given: readonly unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  const origins = given.map((origin) => (typeof origin === 'string' ? origin.trim() : ''));
  const wellFormed =
    origins.length > 0 && origins.every((origin) => origin === '*' || /^https?:\/\/[^/\s]+$/.test(origin));
  if (!wellFormed) throw new Error(unusable('allowedOrigins', value, 'origins such as https://shop.example, or *'));
  return origins;
};

const trustedOf = (value: unknown): readonly string[] => {
  if (value === undefined || value === '') return [];
  const given = typeof value === 'string' ? value.split(',').map((origin) => origin.trim()) : value;
  const isOrigin = (origin: unknown): origin is string =>
    typeof origin === 'string' && /^https?:\/\/[^/\s*]+$/.test(origin);
  if (Array.isArray(given) && given.every(isOrigin)) return given;
  throw new Error(unusable('pushTrustedOrigins', value, 'origins such as http://127.0.0.1:4570, or empty'));
};

const retentionOf = (value: unknown): RetentionDays => {
  const days = Number(value);
  if (RetentionDays[days] === undefined) {
    throw new Error(unusable('logRetentionDays', value, 'a number of days that CloudWatch Logs offers, such as 30'));
  }
  return days;
};

const removalOf = (value: unknown): StackOptions['removalPolicy'] => {
  if (value === 'retain') return RemovalPolicy.RETAIN;
  if (value === 'destroy') return RemovalPolicy.DESTROY;
  throw new Error(unusable('removalPolicy', value, 'retain or destroy'));
};

const numberOf = (name: string, value: unknown, min: number, max: number): number => {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(unusable(name, value, `a whole number from ${min} to ${max}`));
};

const flagOf = (name: string, value: unknown): boolean => {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new Error(unusable(name, value, 'true or false'));
};

const unusable = (name: string, value: unknown, wanted: string): string =>
  `unable to use context option ${name} = ${JSON.stringify(value)}; it must be ${wanted}`;
