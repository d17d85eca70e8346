import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

export const status: Invariant = {
  name: 'status',
  about: 'The status, the agents and the phase are what a plain reading of the log gives.',
  check: ({ log, state }) => {
    const reading = readNaively(log).at(-1);
    if (reading === undefined || state === undefined) return ['there is no log'];
    const agents = state.agents.map((seat) => seat.agentId).sort();
    const breaches: string[] = [];
    if (state.status !== reading.status) breaches.push(`status ${state.status}, read ${reading.status}`);
    if (agents.join() !== [...reading.agents].sort().join())
      breaches.push(`agents ${agents.join()}, read ${reading.agents.join()}`);
    if ((state.phase === 'closed') !== reading.closed) breaches.push(`phase ${state.phase}`);
    return breaches;
  },
};
