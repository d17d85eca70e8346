import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const periodsByTime: Ablation = {
  name: 'periods-by-time',
  rule: 'The second period of absence is counted by time, never by how often something fired (PRES-4).',
  breaks: ['removed-late'],
  faults: ['wake-up-doubled'],
  ports: (ports) =>
    withState(ports, (state) => {
      const { absence } = state.customer;
      if (absence?.doubtedAt === undefined) return state;
      const doubtedAt = absence.doubtedAt - state.periods.presenceSec * 1000;
      return { ...state, customer: { ...state.customer, absence: { ...absence, doubtedAt } } };
    }),
};
