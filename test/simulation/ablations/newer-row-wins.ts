import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const newerRowWins: Ablation = {
  name: 'newer-row-wins',
  rule: 'A row is written as of an index, and an older index is ignored (EFF-1).',
  breaks: ['row-is-current'],
  faults: ['record-late', 'record-doubled'],
  ports: (ports, { agenda }) => {
    const { rows } = ports;
    return replaced(ports, {
      rows: replaced(rows, {
        write: (chatId, _index, row, sec) => rows.write(chatId, 1_000_000 + agenda.nowMs - 1_798_934_400_000, row, sec),
      }),
    });
  },
};
