import { GetObjectCommand, ListObjectsV2Command, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { FACTS_PREFIX } from '../../shared/config/reports.ts';
import {
  columnOf,
  FACT_COLUMN_NAMES,
  type ColumnSpec,
  type FactColumn,
  type FactValue,
} from '../../shared/domain/reporting/columns.ts';
import type { ReportOptions } from './options.ts';

/** A row as it was read: what its writer did not know yet is null. */
export type ReadFact = Readonly<Record<FactColumn, FactValue>>;

/** Files of rows. */
export interface FactsReader {
  /** Names of all files, in their order. */
  list(): Promise<readonly string[]>;
  read(key: string): Promise<string>;
}

/** Reads the bucket with this client. */
export const bucketReader = (bucket: string, config: S3ClientConfig): FactsReader => {
  const client = new S3Client(config);
  return {
    list: async () => {
      const keys: string[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: FACTS_PREFIX, ContinuationToken: token }),
        );
        keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return keys;
    },
    read: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString('utf8')) ?? '';
    },
  };
};

const fits = ({ type }: ColumnSpec, value: unknown): value is FactValue => {
  if (value === null) return true;
  if (type === 'string') return typeof value === 'string';
  return type === 'boolean' ? typeof value === 'boolean' : typeof value === 'number';
};

const isFact = (row: Readonly<Record<string, unknown>>): row is ReadFact =>
  FACT_COLUMN_NAMES.every((name) => fits(columnOf(name), row[name]));

/** One line of a file. @throws when it is no row. */
const factFrom = (line: string, key: string): ReadFact => {
  const given: unknown = JSON.parse(line);
  const known = new Map<string, unknown>(typeof given === 'object' && given !== null ? Object.entries(given) : []);
  const row = Object.fromEntries(FACT_COLUMN_NAMES.map((name): [string, unknown] => [name, known.get(name) ?? null]));
  if (isFact(row)) return row;
  const wrong = FACT_COLUMN_NAMES.find((name) => !fits(columnOf(name), row[name]));
  throw new Error(`unable to read ${key}; ${wrong} is of another type than its column`);
};

/** The day that a file's name says. */
const dayOfKey = (key: string): string => /day=(\d{4}-\d{2}-\d{2})\//.exec(key)?.[1] ?? '';

/** The rows that are asked for, each chat once (REP-10), the last to close first. */
export const readFacts = async (
  reader: FactsReader,
  { service, from = '', to = '9999-99-99' }: Pick<ReportOptions, 'service' | 'from' | 'to'>,
): Promise<readonly ReadFact[]> => {
  const keys = (await reader.list()).filter((key) => dayOfKey(key) >= from && dayOfKey(key) <= to);
  const byChat = new Map<FactValue, ReadFact>();
  for (const key of keys) {
    const lines = (await reader.read(key)).split('\n').filter((line) => line !== '');
    for (const fact of lines.map((line) => factFrom(line, key))) {
      if (service === undefined || fact.service === service) byChat.set(fact.chat_id, fact);
    }
  }
  return [...byChat.values()].sort((a, b) => Number(b.closed_at_ms) - Number(a.closed_at_ms));
};
