/** The type of a column, in Athena's words. */
type ColumnType = 'string' | 'int' | 'bigint' | 'boolean';

/** One column of the fact. */
export interface ColumnSpec {
  readonly type: ColumnType;
  /** What a number counts; left out for names and answers. */
  readonly unit?: 'ms' | 'min' | 'characters' | 'messages' | 'times' | 'agents' | 'events';
  /** Whether the value may be missing: null then. */
  readonly nullable?: true;
  /** Whether it says what happened in the chat, and not which chat it was: what `attach-session-statistics` is about. */
  readonly statistic?: true;
}

/** The version of the fact's columns: a column that changes its meaning raises it, a new column does not. */
export const FACT_VERSION = 1;

const name = { type: 'string' } as const;
const moment = { type: 'bigint', unit: 'ms' } as const;
const answer = { type: 'boolean', statistic: true } as const;
const duration = { type: 'bigint', unit: 'ms', statistic: true } as const;
const times = { type: 'int', unit: 'times', statistic: true } as const;
const messages = { type: 'int', unit: 'messages', statistic: true } as const;
const characters = { type: 'bigint', unit: 'characters', statistic: true } as const;
const agents = { type: 'int', unit: 'agents', statistic: true } as const;

/**
 * Every column of the fact of a chat, in the order of the documents. The row's type, the table in the stack, what reads
 * rows back, and docs/REPORTING.md are made from this; what each column means stands in `column-meanings.ts`.
 */
export const FACT_COLUMNS = {
  fact_version: { type: 'int' },
  chat_id: name,
  service: name,
  opened_at_ms: moment,
  closed_at_ms: moment,
  duration_ms: duration,
  async_mode: { type: 'boolean' },
  push: { type: 'boolean' },
  language: { ...name, nullable: true },
  time_zone_min: { type: 'int', unit: 'min', nullable: true },
  subject_chars: { type: 'int', unit: 'characters' },
  end_reason: { ...name, statistic: true },
  ended_by: { ...name, statistic: true },
  end_status: { type: 'int', statistic: true },
  end_agents_count: agents,
  abandoned: answer,
  interaction_stopped: answer,
  handle_count: times,
  handle_duration_ms: duration,
  dormant_count: times,
  dormant_duration_ms: duration,
  wait_count: times,
  wait_duration_ms: duration,
  wait_max_ms: duration,
  idle_count: times,
  idle_duration_ms: duration,
  agents_count: agents,
  join_count: times,
  hold_count: times,
  transfer_count: times,
  desk_loss_count: times,
  first_agent_ms: { ...duration, nullable: true },
  first_reply_ms: { ...duration, nullable: true },
  customer_message_count: messages,
  customer_chars: characters,
  agent_message_count: messages,
  agent_chars: characters,
  internal_message_count: messages,
  other_message_count: messages,
  agent_reply_count: times,
  agent_reply_duration_ms: duration,
  agent_reply_max_ms: duration,
  customer_reply_count: times,
  customer_reply_duration_ms: duration,
  customer_reply_max_ms: duration,
  customer_silence_max_ms: duration,
  customer_removal_count: times,
  stuck_count: times,
  event_count: { type: 'int', unit: 'events', statistic: true },
} as const satisfies Readonly<Record<string, ColumnSpec>>;

/** The name of a column. */
export type FactColumn = keyof typeof FACT_COLUMNS;

/** All names, in the order of the documents. */
export const FACT_COLUMN_NAMES = Object.keys(FACT_COLUMNS).filter((key): key is FactColumn => key in FACT_COLUMNS);

/** What stands in the schema for a column. */
export const columnOf = (column: FactColumn): ColumnSpec => FACT_COLUMNS[column];

type Plain<S> = S extends { type: 'string' } ? string : S extends { type: 'boolean' } ? boolean : number;
type Value<S> = S extends { nullable: true } ? Plain<S> | null : Plain<S>;

/** One chat that has ended, in figures: a row. It holds no word of the chat and no name of a person. */
export type SessionFact = { readonly [C in FactColumn]: Value<(typeof FACT_COLUMNS)[C]> };

/** A value of a row. */
export type FactValue = SessionFact[FactColumn];
