import { FACT_COLUMN_NAMES, type FactValue } from '../../shared/domain/reporting/columns.ts';
import { durationText } from './durations.ts';
import type { ReadFact } from './read-facts.ts';

const ms = (value: FactValue): string => durationText(typeof value === 'number' ? value : null);
const plain = (value: FactValue): string => (value === null ? '-' : String(value));
const moment = (value: FactValue): string =>
  typeof value === 'number' ? new Date(value).toISOString().slice(0, 16).replace('T', ' ') : '-';

/** What people look for first; the other columns are in JSON and CSV. */
const SHOWN: readonly (readonly [head: string, cell: (fact: ReadFact) => string])[] = [
  ['closed (UTC)', (fact) => moment(fact.closed_at_ms)],
  ['chat', (fact) => plain(fact.chat_id).slice(0, 8)],
  ['service', (fact) => plain(fact.service)],
  ['took', (fact) => ms(fact.duration_ms)],
  ['handled', (fact) => ms(fact.handle_duration_ms)],
  ['dormant', (fact) => ms(fact.dormant_duration_ms)],
  ['waited', (fact) => ms(fact.wait_duration_ms)],
  ['agents', (fact) => plain(fact.agents_count)],
  ['first reply', (fact) => ms(fact.first_reply_ms)],
  ['customer/agent', (fact) => `${plain(fact.customer_message_count)}/${plain(fact.agent_message_count)}`],
  ['end', (fact) => `${plain(fact.end_reason)}${fact.abandoned === true ? ', no agent' : ''}`],
];

/** Columns as wide as their widest cell. */
const columns = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) =>
      row
        .map((cell, place) => cell.padEnd(Math.max(...rows.map((other) => (other[place] ?? '').length))))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');

/** A table for people. */
export const asTable = (facts: readonly ReadFact[]): string => {
  if (facts.length === 0) return 'No chat that has closed is reported here yet.';
  const rows = [SHOWN.map(([head]) => head), ...facts.map((fact) => SHOWN.map(([, cell]) => cell(fact)))];
  const abandoned = facts.filter((fact) => fact.abandoned === true).length;
  return `${columns(rows)}\n\n${facts.length} chats, ${abandoned} of them without any agent`;
};

const quoted = (value: FactValue): string => {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Every column as CSV (RFC 4180), with a line of names. */
export const asCsv = (facts: readonly ReadFact[]): string =>
  [
    FACT_COLUMN_NAMES.join(','),
    ...facts.map((fact) => FACT_COLUMN_NAMES.map((name) => quoted(fact[name])).join(',')),
  ].join('\r\n');
