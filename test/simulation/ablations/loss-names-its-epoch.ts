import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

/** Between the declaration and the news of it a desk has time to come back. */
const TELLING_MS = 25_000;

export const lossNamesItsEpoch: Ablation = {
  name: 'loss-names-its-epoch',
  rule: 'The loss of a desk ends only a membership of the lost epoch or an older one (AGENT-5); here chats are told slowly.',
  breaks: ['lost-of-its-epoch'],
  faults: [],
  ports: (ports, { by, agenda }) => {
    const { agentChats } = ports;
    if (by !== 'sweep') return ports;
    const slow = replaced(ports, {
      agentChats: replaced(agentChats, {
        list: async (agentId) => {
          await new Promise<void>((resolve) => void agenda.after(TELLING_MS, resolve));
          return agentChats.list(agentId);
        },
      }),
    });
    return withState(slow, (state) => ({ ...state, agents: state.agents.map((seat) => ({ ...seat, epoch: 0 })) }));
  },
};
