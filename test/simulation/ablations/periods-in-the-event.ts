import { isRegular } from '../../../shared/domain/idle.ts';
import { periodsOf } from '../../../shared/domain/options.ts';
import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const periodsInTheEvent: Ablation = {
  name: 'periods-in-the-event',
  rule: 'The periods that are in force stand in the event that starts a clock (OPT-2, OPT-4); here the options of the moment count.',
  breaks: ['idle-clock', 'punctual'],
  faults: ['options-changed'],
  ports: (ports) => {
    const { log, options } = ports;
    return replaced(ports, {
      log: replaced(log, {
        load: async (chatId, consistency) => {
          const loaded = await log.load(chatId, consistency);
          if (loaded === undefined) return undefined;
          const { state } = loaded;
          const periods = periodsOf(await options.of(state.service), state.customer.push, isRegular(state));
          return { ...loaded, state: { ...state, periods } };
        },
      }),
    });
  },
};
