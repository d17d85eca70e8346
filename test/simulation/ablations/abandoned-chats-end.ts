import { isAbandoned } from '../../../shared/domain/idle.ts';
import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const abandonedChatsEnd: Ablation = {
  name: 'abandoned-chats-end',
  rule: 'A regular chat that customer and agents have left is closed at once (REG-6); here it waits for its last resort.',
  breaks: ['punctual'],
  faults: [],
  newer: true,
  ports: (ports) =>
    withState(ports, (state) =>
      isAbandoned(state) ? { ...state, customer: { ...state.customer, removed: false } } : state,
    ),
};
