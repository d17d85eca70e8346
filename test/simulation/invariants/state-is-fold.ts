import { isDeepStrictEqual } from 'node:util';
import { evolve } from '../../../shared/domain/evolve.ts';
import type { Session } from '../../../shared/domain/session.ts';
import type { Invariant } from './invariant.ts';

export const stateIsFold: Invariant = {
  name: 'state-is-fold',
  about: 'The state that functions load, from a snapshot, is the fold over the whole log.',
  check: ({ log, state }) => {
    let folded: Session | undefined;
    for (const event of log) folded = evolve(folded, event);
    return isDeepStrictEqual(folded, state) ? [] : [`the state at ${state?.index ?? 0} is not the fold over the log`];
  },
};
