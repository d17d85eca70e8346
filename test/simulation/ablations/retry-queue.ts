import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const retryQueue: Ablation = {
  name: 'retry-queue',
  rule: 'An effect that failed is handed to a queue and tried again for days (EFF-3).',
  breaks: ['everything-announced', 'row-is-current'],
  faults: ['request-lost'],
  ports: (ports) => replaced(ports, { retries: { send: async () => undefined } }),
};
