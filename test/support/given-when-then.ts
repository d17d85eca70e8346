import { expect } from 'vitest';
import type { Command } from '../../shared/domain/commands.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import type { Decision } from '../../shared/domain/decide/draft.ts';
import type { ChatEvent, EpochMs } from '../../shared/domain/events.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import type { RejectionCode } from '../../shared/domain/rejections.ts';
import type { Session } from '../../shared/domain/session.ts';
import { OPTIONS, type Unplaced } from './builders.ts';
import { deepFreeze } from './matchers.ts';

/** Places events in a log, from index 1. */
export const logOf = (...events: readonly Unplaced[]): ChatEvent[] =>
  events.map((event, place) => deepFreeze(event(place + 1)));

/** The state of a chat with these events. */
export const sessionOf = (...events: readonly Unplaced[]): Session => {
  const state = logOf(...events).reduce<Session | undefined>(
    (before, event) => deepFreeze(evolve(before, event)),
    undefined,
  );
  if (state === undefined) throw new Error('unable to fold an empty log');
  return state;
};

/** What a command came to, held against what it should have come to. */
export interface Outcome {
  /** Exactly this event, at the next index. */
  then(event: Unplaced): void;
  /** Nothing changes; `index` is where the command was accepted before. */
  thenNothing(index?: number): void;
  thenRejected(code: RejectionCode): void;
}

/** Holds a decision against what it should have been; `index` is that of the event it may make. */
export const outcomeOf = (decision: Decision, index: number): Outcome => ({
  then: (event) => expect(decision).toStrictEqual({ kind: 'accepted', event: event(index) }),
  thenNothing: (known) =>
    expect(decision).toStrictEqual({ kind: 'nothing', ...(known === undefined ? {} : { index: known }) }),
  thenRejected: (code) => {
    expect(decision).toMatchObject({ kind: 'rejected', code });
    expect(decision).toHaveProperty('detail', expect.stringMatching(/^unable to .+; .+/));
  },
});

/** A chat with a past, waiting for a command. */
export interface Given {
  when(command: Command, now: EpochMs, options?: ChatOptions): Outcome;
  /** What is decided, for tests of a part of it. */
  decided(command: Command, now: EpochMs, options: ChatOptions): Decision;
}

const decided = (events: readonly Unplaced[], command: Command, now: EpochMs, options: ChatOptions): Decision => {
  const state = events.length === 0 ? undefined : sessionOf(...events);
  return decide(state, deepFreeze(command), now, deepFreeze(options));
};

export const given = (...events: readonly Unplaced[]): Given => ({
  decided: (command, now, options) => decided(events, command, now, options),
  when: (command, now, options = OPTIONS) => outcomeOf(decided(events, command, now, options), events.length + 1),
});
