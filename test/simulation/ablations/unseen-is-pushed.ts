import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const unseenIsPushed: Ablation = {
  name: 'unseen-is-pushed',
  rule: 'What a socket took and nobody has seen in time is pushed (PUSH-12); here it is noted and nothing goes out.',
  breaks: ['seen-or-pushed'],
  faults: ['socket-silent', 'post-lost'],
  newer: true,
  ports: (ports) => {
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, {
        append: (chatId, entry) => {
          const isUnseen = entry.event.type === 'unseen-noted';
          const effects = isUnseen ? entry.effects.filter(({ kind }) => kind !== 'push') : entry.effects;
          return log.append(chatId, { ...entry, effects });
        },
      }),
    });
  },
};
