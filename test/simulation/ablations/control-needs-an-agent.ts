import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const controlNeedsAnAgent: Ablation = {
  name: 'control-needs-an-agent',
  rule: 'Regular inactivity control watches a chat only while an agent is in it (REG-2, REG-5); here it always does.',
  breaks: ['idle-clock'],
  faults: [],
  newer: true,
  ports: (ports) =>
    withState(ports, (state) => {
      const { periods } = state;
      if (periods.regular?.on !== true) return state;
      const regular = { ...periods.regular, idleMaxSec: periods.idleAlertSec };
      return { ...state, periods: { ...periods, regular } };
    }),
};
