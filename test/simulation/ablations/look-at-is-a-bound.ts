import { checkAt } from '../../../shared/domain/deadlines.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const lookAtIsABound: Ablation = {
  name: 'look-at-is-a-bound',
  rule: "A row's look-at is only a lower bound; what is due is judged by the state (CHK-4, STUCK-1).",
  breaks: ['idle-clock'],
  faults: [],
  ports: (ports, { by }) => {
    const { log, rows } = ports;
    if (by !== 'sweep') return ports;
    return replaced(ports, {
      log: replaced(log, {
        load: async (chatId, consistency) => {
          const loaded = await log.load(chatId, consistency);
          const row = await rows.read(chatId);
          if (loaded === undefined || row === undefined) return loaded;
          const { state } = loaded;
          const aheadMs = Math.max(0, checkAt(state) - row.lookAt);
          return { ...loaded, state: { ...state, idle: { ...state.idle, since: state.idle.since - aheadMs } } };
        },
      }),
    });
  },
};
