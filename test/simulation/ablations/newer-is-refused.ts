import { evolve } from '../../../shared/domain/evolve.ts';
import type { Session } from '../../../shared/domain/session.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

/** More than the log of any session that matters here. */
const EVENTS_MAX = 200;

export const newerIsRefused: Ablation = {
  name: 'newer-is-refused',
  rule: 'Code that meets an event newer than it knows does not decide (SKEW-1); here an old wake function passes over joins.',
  breaks: ['state-is-fold', 'status'],
  faults: [],
  ports: (ports, { by }) => {
    const { log } = ports;
    if (by !== 'wake') return ports;
    return replaced(ports, {
      log: replaced(log, {
        load: async (chatId, consistency) => {
          const loaded = await log.load(chatId, consistency);
          if (loaded === undefined) return undefined;
          const { events } = await log.readAfter(chatId, 0, EVENTS_MAX, 'strong');
          let state: Session | undefined;
          for (const event of events) {
            const isKnown = event.index <= loaded.state.index && event.type !== 'agent-joined';
            if (isKnown) state = evolve(state, event);
          }
          return state === undefined ? loaded : { ...loaded, state: { ...state, index: loaded.state.index } };
        },
      }),
    });
  },
};
