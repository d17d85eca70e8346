import { deadlines } from '../../../shared/domain/deadlines.ts';
import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const pastWakeUpsAreLost: Ablation = {
  name: 'past-wake-ups-are-lost',
  rule: 'A wake-up whose time has passed covers no deadline (WAKE-3).',
  faults: ['record-doubled'],
  ports: (ports, world) =>
    withState(ports, (state) => {
      const next = deadlines(state)[0];
      if (next === undefined) return state;
      const { nowMs } = world.agenda;
      return { ...state, armings: state.armings.map((each) => (each.at <= nowMs ? { ...each, at: next.at } : each)) };
    }),
};
