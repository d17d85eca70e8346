import { replaced } from '../engine/ports.ts';
import type { Ablation } from './ablation.ts';

export const newerRowWins: Ablation = {
  name: 'newer-row-wins',
  rule: 'A row is written as of an index, and an older index is ignored (EFF-1).',
  faults: ['record-late', 'record-doubled'],
  ports: (ports, world) => {
    const { rows } = ports;
    return replaced(ports, {
      rows: replaced(rows, {
        write: (chatId, _index, row, sec) =>
          rows.write(chatId, 1_000_000 + world.agenda.nowMs - 1_798_934_400_000, row, sec),
      }),
    });
  },
};
