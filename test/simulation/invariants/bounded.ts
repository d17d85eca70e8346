import { ACCEPTED_MAX, AGENTS_MAX, ARMINGS_MAX, SOCKETS_MAX } from '../../../shared/domain/limits.ts';
import type { Invariant } from './invariant.ts';

export const bounded: Invariant = {
  name: 'bounded',
  about: 'The state has at most 8 sockets, 16 agents, 4 wake-ups and 32 known commands.',
  check: ({ state }) => {
    if (state === undefined) return [];
    const sizes = [
      ['sockets', state.customer.sockets.length, SOCKETS_MAX],
      ['agents', state.agents.length, AGENTS_MAX],
      ['wake-ups', state.armings.length, ARMINGS_MAX],
      ['commands', state.accepted.length, ACCEPTED_MAX],
    ] as const;
    return sizes.flatMap(([what, count, most]) => (count > most ? [`the state has ${count} ${what}`] : []));
  },
};
