import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const orphanAsItWasRead: Ablation = {
  name: 'orphan-as-it-was-read',
  rule: 'A row without a log is removed only if it is still as it was read (STUCK-7).',
  breaks: ['never-stuck', 'row-is-current'],
  faults: ['crash-before', 'crash-after', 'record-lost', 'slow-call'],
  ports: (ports) => {
    const { rows } = ports;
    return replaced(ports, {
      rows: replaced(rows, {
        remove: async ({ chatId }) => {
          const row = await rows.read(chatId);
          if (row !== undefined) await rows.remove(row);
        },
      }),
    });
  },
};
