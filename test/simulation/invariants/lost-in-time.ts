import { DESK_GRACE_MS, DESK_LEASE_MS } from '../../../shared/domain/limits.ts';
import type { Harm } from '../faults/fault.ts';
import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

const MAY_LAG: readonly Harm[] = ['calls-fail', 'slow'];

/** The tick comes once a minute, finds the end of the lease with one and the end of the grace with another. */
const TICKS_MS = 180_000;

const BOUND_MS = DESK_LEASE_MS + DESK_GRACE_MS + TICKS_MS;

export const lostInTime: Invariant = {
  name: 'lost-in-time',
  about: 'An agent whose desk has not been heard of for lease and grace is not in the chat any more.',
  check: ({ log, deskContacts, harms }) => {
    if (MAY_LAG.some((harm) => harms.has(harm))) return [];
    const readings = readNaively(log);
    const joinedMs = new Map<string, number>();
    return log.flatMap((event, place) => {
      if (event.type === 'agent-joined') joinedMs.set(event.agentId, event.at);
      return (readings[place - 1]?.agents ?? []).flatMap((agent) => {
        const contacts = deskContacts.filter(({ agentId, atMs }) => agentId === agent && atMs <= event.at);
        const heardMs = Math.max(joinedMs.get(agent) ?? 0, ...contacts.map(({ atMs }) => atMs));
        const awayMs = event.at - heardMs;
        return awayMs > BOUND_MS ? [`${agent} is in the chat at ${event.index}, ${awayMs} ms after contact`] : [];
      });
    });
  },
};
