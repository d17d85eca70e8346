import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const lossNamesItsEpoch: Ablation = {
  name: 'loss-names-its-epoch',
  rule: 'The loss of a desk ends only a membership of the lost epoch or an older one (AGENT-5).',
  breaks: ['lost-of-its-epoch'],
  faults: ['disconnect-late', 'slow-call', 'crash-before'],
  ports: (ports, { by }) =>
    by !== 'sweep'
      ? ports
      : withState(ports, (state) => ({ ...state, agents: state.agents.map((seat) => ({ ...seat, epoch: 0 })) })),
};
