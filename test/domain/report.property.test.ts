import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factOf, tallyAfter, type Tally } from '../../shared/domain/reporting/session-fact.ts';
import type { SessionFact } from '../../shared/domain/reporting/columns.ts';
import { ChatWorld, story } from '../support/chat-world.ts';
import { reportNaively } from '../support/naive-report.ts';

/** The same stories in every run; fast-check prints the seed and the shortest story that fails. */
const SEED = 20_261_124;

/** What a story's chat comes to, by the fold and by the plain reading of its log. */
const both = (holds: (fact: SessionFact | undefined, naive: SessionFact | undefined) => void): void => {
  fc.assert(
    fc.property(story, (told) => {
      const log = new ChatWorld(told).live().commits.map(({ event }) => event);
      const tally = log.reduce<Tally | undefined>(tallyAfter, undefined);
      holds(tally === undefined ? undefined : factOf(tally), reportNaively(log));
    }),
    { seed: SEED, numRuns: 150 },
  );
};

describe('the fact of any chat', () => {
  it('[REP-1, REP-2, REP-4, REP-5, REP-6, REP-7] is what a plain reading of its log gives', () => {
    let closed = 0;
    both((fact, naive) => {
      expect(fact).toEqual(naive);
      if (fact !== undefined) closed += 1;
    });
    expect(closed).toBeGreaterThan(60);
  });

  it('[REP-3, REP-4] has handling, sleep and waiting that add up to its length', () => {
    both((fact) => {
      if (fact === undefined) return;
      expect(fact.handle_duration_ms + fact.dormant_duration_ms + fact.wait_duration_ms).toBe(fact.duration_ms);
      expect(fact.idle_duration_ms).toBeLessThanOrEqual(fact.duration_ms);
    });
  });
});
