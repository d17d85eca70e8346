import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const maskedBeforeItIsStored: Ablation = {
  name: 'masked-before-it-is-stored',
  rule: 'What people say is masked by the rules of the service before it is stored or shown (MASK-1).',
  newer: true,
  breaks: ['masked'],
  faults: ['options-changed'],
  ports: (ports) =>
    replaced(ports, {
      options: { of: async (service) => ({ ...(await ports.options.of(service)), masks: [] }) },
    }),
};
