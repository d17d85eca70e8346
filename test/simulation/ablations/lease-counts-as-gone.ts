import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const leaseCountsAsGone: Ablation = {
  name: 'lease-counts-as-gone',
  rule: 'A socket whose lease is over counts as gone, whether or not the gateway says so (PRES-2).',
  breaks: ['removed-in-time'],
  faults: ['disconnect-lost'],
  ports: (ports, { agenda }) =>
    withState(ports, (state) => {
      const { customer } = state;
      const sockets = customer.sockets.map((socket) => ({ ...socket, since: agenda.nowMs }));
      return { ...state, customer: { ...customer, sockets } };
    }),
};
