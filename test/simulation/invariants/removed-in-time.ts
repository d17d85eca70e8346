import { LEASE_MS, SLIP_MS } from '../../../shared/domain/limits.ts';
import type { Harm } from '../faults/fault.ts';
import type { History } from '../history.ts';
import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

const MAY_LAG: readonly Harm[] = ['wake-up-lost', 'record-lost', 'calls-fail', 'slow'];

const MINUTE_MS = 60_000;

/** Lease, two periods with their jitter, and what each of the three wake-ups may be late. */
const boundMs = (presenceMs: number): number => LEASE_MS + SLIP_MS + presenceMs * 2.01 + 10 * MINUTE_MS;

/** When the customer was certainly or maybe heard of: answers, and everything that stands in the log. */
const heardMs = ({ log, contacts }: History): number[] => [
  ...contacts.map(({ answeredMs }) => answeredMs),
  ...log.flatMap(({ at, actor }) => (actor.type === 'CLIENT' ? [at] : [])),
];

export const removedInTime: Invariant = {
  name: 'removed-in-time',
  about: 'A customer who has been away for a lease and two periods is removed.',
  check: (history) => {
    const { log, harms } = history;
    if (MAY_LAG.some((harm) => harms.has(harm))) return [];
    const readings = readNaively(log);
    const heard = heardMs(history);
    const presenceMs = Math.max(...readings.map((reading) => reading.presenceMs));
    let isRemoved = false;
    return log.flatMap((event) => {
      if (event.type === 'customer-removed') isRemoved = true;
      // A poll does not bring a removed customer back.
      if (event.actor.type === 'CLIENT' || event.restores === true) isRemoved = false;
      if (event.restores === true) heard.push(event.at);
      const lastMs = Math.max(...heard.filter((ms) => ms <= event.at));
      const awayMs = event.at - lastMs;
      return !isRemoved && awayMs > boundMs(presenceMs)
        ? [`the customer is in the chat at ${event.index}, ${awayMs} ms after contact`]
        : [];
    });
  },
};
