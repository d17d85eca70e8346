import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const optionsReachSleepers: Ablation = {
  name: 'options-reach-sleepers',
  rule: 'A walk brings changed options to every open chat of the list (OPT-13, OPT-15); here it finds the list empty.',
  breaks: ['no-alarm'],
  faults: ['options-changed'],
  ports: (ports) => replaced(ports, { rows: replaced(ports.rows, { open: async () => ({ chatIds: [] }) }) }),
};
