import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const lastSocketPushes: Ablation = {
  name: 'last-socket-pushes',
  rule: 'The event that removes the last socket pushes what was said before and not seen (PUSH-1).',
  breaks: ['pushed'],
  faults: ['disconnect-late', 'socket-silent', 'post-lost'],
  ports: (ports) => {
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, {
        append: (chatId, entry) => {
          const isLoss = entry.event.type === 'customer-disconnected';
          const effects = isLoss ? entry.effects.filter(({ kind }) => kind !== 'push') : entry.effects;
          return log.append(chatId, { ...entry, effects });
        },
      }),
    });
  },
};
