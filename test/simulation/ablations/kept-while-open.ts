import { RETENTION_SEC } from '../../../shared/app/run-effects.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const keptWhileOpen: Ablation = {
  name: 'kept-while-open',
  rule: 'Events of an open chat have no time to live (END-1); here each has one from the moment it is put.',
  breaks: ['everything-expires'],
  faults: [],
  ports: (ports) => {
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, {
        append: async (chatId, entry) => {
          const appended = await log.append(chatId, entry);
          const { index, at } = entry.event;
          const expiresAtSec = Math.floor(at / 1000) + RETENTION_SEC;
          if (appended.kind === 'committed') await log.expire(chatId, index - 1, 1, expiresAtSec);
          return appended;
        },
        expire: async (_chatId, after, limit) => ({ position: after + limit, more: false }),
      }),
    });
  },
};
