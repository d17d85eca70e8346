import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const unwrittenRowRenewed: Ablation = {
  name: 'unwritten-row-renewed',
  rule: 'A repeated opening renews the row of a chat that has no event yet (STUCK-7).',
  breaks: ['never-stuck', 'row-is-current'],
  faults: ['crash-before', 'crash-after', 'record-lost'],
  ports: (ports) => {
    const { rows } = ports;
    return replaced(ports, {
      rows: replaced(rows, {
        prepare: async (chatId, row) => {
          if ((await rows.read(chatId)) === undefined) await rows.prepare(chatId, row);
        },
      }),
    });
  },
};
