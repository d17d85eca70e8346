import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const timeNeverGoesBack: Ablation = {
  name: 'time-never-goes-back',
  rule: 'The time of an event is never before the event before it (LOG-4).',
  breaks: ['one-order'],
  faults: ['slow-call', 'clock-skew'],
  ports: (ports) => withState(ports, (state) => ({ ...state, at: 0 })),
};
