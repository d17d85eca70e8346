import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const onlyWhileAway: Ablation = {
  name: 'only-while-away',
  rule: 'The presence clock runs only while the customer has no socket, and starts when the last one goes (PRES-3).',
  breaks: ['removed-late'],
  faults: [],
  ports: (ports, { by }) =>
    by !== 'wake'
      ? ports
      : withState(ports, (state) => {
          const { customer } = state;
          if (customer.sockets.length === 0) return state;
          return { ...state, customer: { ...customer, sockets: [], absence: { since: state.at } } };
        }),
};
