import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSession, encodeSession } from '../../shared/domain/session-codec.ts';
import type { Session } from '../../shared/domain/session.ts';
import { agentPosted, ANN, customerPosted, joined, opened } from '../support/builders.ts';
import { sessionOf } from '../support/given-when-then.ts';

const SEED = 20_261_122;

const own = fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/);
const author = fc.oneof(
  fc.constant('c'),
  fc.uuid().map((id) => `a/${id}`),
  fc.constant('a/odd/name with spaces'),
);

/** What a window of accepted commands can look like: unique ids, rising indexes. */
const accepted = fc
  .uniqueArray(fc.tuple(author, own), { maxLength: 32, selector: ([by, id]) => `${by}/${id}` })
  .chain((pairs) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: pairs.length, maxLength: pairs.length })
      .map((indexes) => {
        const rising = [...indexes].sort((a, b) => a - b);
        return pairs.map(([by, id], place) => ({ id: `${by}/${id}`, index: rising[place] ?? 0 }));
      }),
  );

describe('the encoded state', () => {
  it('[SKEW-2] decodes to the same state, whatever commands it remembers', () => {
    fc.assert(
      fc.property(accepted, fc.string({ unit: 'grapheme' }), (window, nickname) => {
        const state: Session = { ...sessionOf(opened({ nickname }), joined(ANN, 1)), accepted: window };
        expect(decodeSession(encodeSession(state))).toEqual(state);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('[SKEW-2] names each author once', () => {
    const state = sessionOf(
      opened(),
      joined(ANN, 1),
      agentPosted(ANN, 'n-1', 2),
      customerPosted('m-1', 3),
      agentPosted(ANN, 'n-2', 4),
    );
    expect(JSON.parse(encodeSession(state))).toMatchObject({
      accepted: { 'a/agent-ann': 'join.0001 2 n-1 3 n-2 5', c: 'm-1 4' },
    });
  });
});
