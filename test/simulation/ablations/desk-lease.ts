import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const deskLease: Ablation = {
  name: 'desk-lease',
  rule: 'A desk that is not heard of for its lease is absent, whether or not the gateway says so (AGENT-6, DESK-3).',
  breaks: ['lost-in-time'],
  faults: ['disconnect-lost'],
  ports: (ports) => replaced(ports, { desks: replaced(ports.desks, { expire: async () => undefined }) }),
};
