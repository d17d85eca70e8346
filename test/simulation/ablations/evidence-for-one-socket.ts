import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const evidenceForOneSocket: Ablation = {
  name: 'evidence-for-one-socket',
  rule: 'Evidence about one socket says nothing about another (PRES-10); here the loss of one drops all that are older than it.',
  breaks: ['shown-at-once'],
  faults: [],
  ports: (ports) => {
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, {
        load: async (chatId, consistency) => {
          const loaded = await log.load(chatId, consistency);
          const loss = loaded?.tail.findLast(({ type }) => type === 'customer-disconnected');
          if (loaded === undefined || loss === undefined) return loaded;
          const { customer } = loaded.state;
          const sockets = customer.sockets.filter(({ since }) => since > loss.at);
          if (sockets.length > 0 || customer.sockets.length === 0) {
            return { ...loaded, state: { ...loaded.state, customer: { ...customer, sockets } } };
          }
          const absent = { ...customer, sockets, absence: { since: loss.at } };
          return { ...loaded, state: { ...loaded.state, customer: absent } };
        },
      }),
    });
  },
};
