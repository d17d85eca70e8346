import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const catchUpFirst: Ablation = {
  name: 'catch-up-first',
  rule: 'A command that may have been accepted and forgotten is refused until its client has caught up (CMD-3); here the window holds one.',
  breaks: ['acknowledged-once', 'own-order'],
  faults: ['frame-doubled', 'frame-late', 'frame-lost'],
  ports: (ports) => withState(ports, (state) => ({ ...state, accepted: state.accepted.slice(-1), forgotten: 0 })),
};
