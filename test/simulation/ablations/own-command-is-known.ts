import type { Ablation } from './ablation.ts';
import { withState } from './loaded-state.ts';

export const ownCommandIsKnown: Ablation = {
  name: 'own-command-is-known',
  rule: 'The author of an event is shown the id of its command, and takes it out of the outbox (CMD-4); here the window holds one.',
  breaks: ['acknowledged-once'],
  faults: ['frame-lost', 'frame-late', 'crash-after'],
  ports: (ports) =>
    withState(ports, (state) => ({
      ...state,
      accepted: state.accepted.slice(-1),
      forgotten: state.accepted.at(-2)?.index ?? state.forgotten,
    })),
  frame: (frame) => frame.replaceAll(/("from":\{[^}]*\}),"id":"[^"]*"/g, '$1'),
};
