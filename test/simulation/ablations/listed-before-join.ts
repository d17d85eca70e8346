import { replaced } from '../engine/ports.ts';
import type { Ablation } from './ablation.ts';

export const listedBeforeJoin: Ablation = {
  name: 'listed-before-join',
  rule: 'A chat is put on the list of an agent before the join is committed (AGENT-3).',
  faults: ['crash-after'],
  ports: (ports, world) => {
    const { agentChats } = ports;
    return replaced(ports, {
      agentChats: replaced(agentChats, {
        remember: async (...args) => {
          world.agenda.after(100, () => void agentChats.remember(...args));
        },
      }),
    });
  },
};
