import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const alertBeforeClose: Ablation = {
  name: 'alert-before-close',
  rule: 'There is no close deadline before the alert has been given, also for the stuck-check (IDLE-6).',
  breaks: ['idle-clock'],
  faults: ['wake-up-lost', 'record-lost'],
  ports: (ports, { by, agenda }) =>
    by !== 'sweep'
      ? ports
      : withState(ports, (state) => {
          const dueMs = state.idle.since + state.periods.idleAlertSec * 1000;
          const isOver = state.idle.alertedAt === undefined && dueMs < agenda.nowMs;
          return isOver ? { ...state, idle: { ...state.idle, alertedAt: dueMs } } : state;
        }),
};
