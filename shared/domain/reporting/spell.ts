import type { EpochMs } from '../events.ts';

/** A condition that comes and goes: how often it came, how long it held, and since when if it holds now. */
export interface Spell {
  readonly count: number;
  readonly totalMs: number;
  readonly maxMs: number;
  readonly since?: EpochMs;
}

export const NO_SPELL: Spell = { count: 0, totalMs: 0, maxMs: 0 };

/** The spell after a moment at which the condition holds, or does not. */
export const spellAfter = (spell: Spell, holds: boolean, at: EpochMs): Spell => {
  const { count, totalMs, maxMs, since } = spell;
  if (holds) return since === undefined ? { count: count + 1, totalMs, maxMs, since: at } : spell;
  if (since === undefined) return spell;
  const lengthMs = at - since;
  return { count, totalMs: totalMs + lengthMs, maxMs: Math.max(maxMs, lengthMs) };
};
