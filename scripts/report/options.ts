import { parseArgs } from 'node:util';

export const REPORT_HELP = `npm run report -- [options]

Prints a line for each chat that has closed, the last to close first, from the bucket that the report function writes.

  --service NAME   only chats of this service
  --day DAY        only chats that closed on this day in UTC, as 2026-01-31
  --from DAY       only chats that closed on this day or later
  --to DAY         only chats that closed on this day or earlier
  --json           every column, as JSON
  --csv            every column, as CSV
  --bucket NAME    the bucket of a deployed stack (its output ReportsBucketName), with the credentials of the
                   environment; without it, that of the local cloud, which must be running (npm start)
  --help           this text

A chat is reported some minutes after its close; npm start -- --context reportWindowSec=1 makes it a second.`;

/** What the command line asks for. */
export interface ReportOptions {
  readonly service?: string;
  /** First and last day, as 2026-01-31. */
  readonly from?: string;
  readonly to?: string;
  readonly format: 'table' | 'json' | 'csv';
  readonly bucket?: string;
  readonly help: boolean;
}

const dayIn = (name: string, text: string): string => {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
  if (isDay) return text;
  throw new Error(`unable to read --${name} ${text}; it must be a day such as 2026-01-31`);
};

/** The days that are asked for: one, or from one to another. */
const daysOf = (given: { day?: string | undefined; from?: string | undefined; to?: string | undefined }) => {
  const { day, from, to } = given;
  if (day !== undefined && (from !== undefined || to !== undefined))
    throw new Error('unable to choose days; --day excludes --from and --to');
  if (day !== undefined) return { from: dayIn('day', day), to: dayIn('day', day) };
  return {
    ...(from === undefined ? {} : { from: dayIn('from', from) }),
    ...(to === undefined ? {} : { to: dayIn('to', to) }),
  };
};

/** Reads the command line. @throws one sentence about the first thing that is wrong. */
export const readReportOptions = (args: readonly string[]): ReportOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      service: { type: 'string' },
      day: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
      bucket: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { service, bucket, json, csv, help } = values;
  if (json && csv) throw new Error('unable to print; --json and --csv exclude each other');
  return {
    ...(service === undefined ? {} : { service }),
    ...daysOf(values),
    ...(bucket === undefined ? {} : { bucket }),
    format: json ? 'json' : csv ? 'csv' : 'table',
    help,
  };
};
