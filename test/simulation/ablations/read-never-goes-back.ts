import type { ReadPositions } from '../../../shared/app/ports.ts';
import type { Agenda } from '../engine/agenda.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

/** What was said last, by session. */
const lastSaid = new WeakMap<Agenda, ReadPositions>();

export const readNeverGoesBack: Ablation = {
  name: 'read-never-goes-back',
  rule: 'What was read is noted only over a lower position (READ-2); here whoever comes last is believed.',
  breaks: ['read-is-true'],
  faults: ['frame-late', 'frame-doubled'],
  newer: true,
  ports: (ports, { agenda }) =>
    replaced(ports, {
      readMarks: {
        note: async (_chatId, side, upTo) => {
          lastSaid.set(agenda, { ...lastSaid.get(agenda), [side]: upTo });
          return true;
        },
        read: async () => lastSaid.get(agenda) ?? {},
      },
    }),
};
