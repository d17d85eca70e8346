import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const goneIsConfirmed: Ablation = {
  name: 'gone-is-confirmed',
  rule: 'A 410 is confirmed by asking for the socket before it becomes an event or leaves the registry (PRES-6).',
  breaks: ['no-alarm'],
  faults: ['false-gone'],
  ports: (ports) => replaced(ports, { sockets: replaced(ports.sockets, { probe: async () => 'gone' }) }),
};
