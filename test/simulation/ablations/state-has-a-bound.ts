import { Fault } from '../../../shared/app/ports.ts';
import { SNAPSHOT_EVERY } from '../../../shared/domain/limits.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

/** So many events fill an item, if each adds its share to the state. */
const EVENTS_IN_AN_ITEM = 24;

export const stateHasABound: Ablation = {
  name: 'state-has-a-bound',
  rule: 'The state has a largest size, whatever happens in the chat (BND-2); here each event adds to it until no item holds it.',
  breaks: ['never-stuck'],
  faults: [],
  ports: (ports) => {
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, {
        append: async (chatId, entry) => {
          const { index } = entry.event;
          if (index >= EVENTS_IN_AN_ITEM && index % SNAPSHOT_EVERY === 0) {
            throw new Fault(`unable to put event ${index}; the item is too large`, { retryable: true });
          }
          return log.append(chatId, entry);
        },
      }),
    });
  },
};
