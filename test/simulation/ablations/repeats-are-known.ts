import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const repeatsAreKnown: Ablation = {
  name: 'repeats-are-known',
  rule: 'The state keeps the ids of accepted commands; a repeated one changes nothing (CMD-1).',
  breaks: ['acknowledged-once'],
  faults: ['frame-lost', 'frame-doubled', 'frame-late', 'crash-after'],
  ports: (ports) => withState(ports, (state) => ({ ...state, accepted: [], forgotten: 0 })),
};
