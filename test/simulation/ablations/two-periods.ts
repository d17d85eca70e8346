import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const twoPeriods: Ablation = {
  name: 'two-periods',
  rule: 'An absent customer is doubted after one period and removed after a second one (PRES-5).',
  breaks: ['removed-late'],
  faults: ['clock-skew'],
  ports: (ports) =>
    withState(ports, (state) => {
      const { absence } = state.customer;
      if (absence === undefined) return state;
      return { ...state, customer: { ...state.customer, absence: { ...absence, doubtedAt: absence.since } } };
    }),
};
