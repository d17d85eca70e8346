import type { EpochMs } from '../events.ts';
import { NO_SPELL, spellAfter, type Spell } from './spell.ts';

/** Customer and agents, as the two sides of a conversation. */
export type Side = 'customer' | 'agent';

/** What one side has said, and how long the other waited for it. */
export interface SideTally {
  readonly messages: number;
  readonly chars: number;
  /** Holds from the other side's first message that this one has not answered until it does. */
  readonly owing: Spell;
}

/** Both sides of a conversation. */
export type Talk = Readonly<Record<Side, SideTally>>;

const SILENT: SideTally = { messages: 0, chars: 0, owing: NO_SPELL };

export const NO_TALK: Talk = { customer: SILENT, agent: SILENT };

/** Length of a text in Unicode code points. */
export const charsOf = (text: string): number => Array.from(text).length;

/** The talk after a message that everybody sees: it answers the other side, and asks it (REP-6). */
export const talkAfter = (talk: Talk, by: Side, at: EpochMs, text: string): Talk => {
  const { messages, chars, owing } = talk[by];
  const spoken = { messages: messages + 1, chars: chars + charsOf(text), owing: spellAfter(owing, false, at) };
  const ask = (other: SideTally): SideTally => ({ ...other, owing: spellAfter(other.owing, true, at) });
  return by === 'customer'
    ? { customer: spoken, agent: ask(talk.agent) }
    : { customer: ask(talk.customer), agent: spoken };
};

/** Answers that one side has given: what it still owes at the end is none. */
export const repliesOf = ({ owing }: SideTally): number => owing.count - (owing.since === undefined ? 0 : 1);
