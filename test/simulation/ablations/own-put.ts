import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const ownPut: Ablation = {
  name: 'own-put',
  rule: 'A put that finds its own event in its place has been made (LOG-5); here commands without an id in the window.',
  breaks: ['acknowledged-once'],
  faults: ['answer-lost'],
  ports: (ports) => {
    const { log } = ports;
    const blind = replaced(ports, {
      log: replaced(log, {
        append: async (chatId, entry) => {
          const appended = await log.append(chatId, entry);
          return appended.kind === 'taken' ? { ...appended, by: { ...appended.by, id: 's/another' } } : appended;
        },
      }),
    });
    return withState(blind, (state) => ({ ...state, accepted: [], forgotten: 0 }));
  },
};
