import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

const DAY_SEC = 86_400;

export const lastItemLast: Ablation = {
  name: 'last-item-last',
  rule: 'Of a closed chat the last event and the row go after everything else (END-2).',
  breaks: ['everything-expires'],
  faults: [],
  ports: (ports) => {
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, {
        expire: (chatId, after, limit, expiresAtSec) =>
          log.expire(chatId, after, limit, limit === 1 ? expiresAtSec - DAY_SEC : expiresAtSec),
      }),
    });
  },
};
