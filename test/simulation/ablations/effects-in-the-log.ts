import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const effectsInTheLog: Ablation = {
  name: 'effects-in-the-log',
  rule: 'What the row does not know of is run again from the log by the stuck-check (STUCK-5).',
  breaks: ['row-is-current', 'never-stuck'],
  faults: ['record-lost'],
  ports: (ports, { by }) => {
    if (by !== 'sweep') return ports;
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, { effectsAfter: async (_chatId, after) => ({ found: [], position: after, more: false }) }),
    });
  },
};
