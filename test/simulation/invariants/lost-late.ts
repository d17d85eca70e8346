import { DESK_GRACE_MS } from '../../../shared/domain/limits.ts';
import type { Harm } from '../faults/fault.ts';
import type { Invariant } from './invariant.ts';

const MAY_LAG: readonly Harm[] = ['calls-fail', 'slow'];

/** How long after the decision a chat may hear of it: the round of the sweep. */
const ROUND_MS = 15_000;

export const lostLate: Invariant = {
  name: 'lost-late',
  about: 'An agent is lost only after the grace period without a desk.',
  check: ({ log, deskContacts, harms }) =>
    MAY_LAG.some((harm) => harms.has(harm))
      ? []
      : log.flatMap((event) => {
          if (event.type !== 'agent-left' || event.cause !== 'lost') return [];
          const contact = deskContacts.find(
            ({ agentId, atMs }) =>
              agentId === event.agentId && atMs > event.at - DESK_GRACE_MS + 2_000 && atMs < event.at - ROUND_MS,
          );
          return contact === undefined ? [] : [`${event.agentId} is lost at ${event.index}, present a moment before`];
        }),
};
