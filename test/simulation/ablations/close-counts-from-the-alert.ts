import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const closeCountsFromTheAlert: Ablation = {
  name: 'close-counts-from-the-alert',
  rule: 'The close is counted from the alert that was given, not from when it was due (IDLE-6).',
  breaks: ['idle-clock'],
  faults: ['wake-up-late'],
  ports: (ports) =>
    withState(ports, (state) => {
      const { idle, periods } = state;
      if (idle.alertedAt === undefined) return state;
      return { ...state, idle: { ...idle, alertedAt: idle.since + periods.idleAlertSec * 1000 } };
    }),
};
