import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const listedBeforeJoin: Ablation = {
  name: 'listed-before-join',
  rule: 'A chat is put on the list of an agent before the join is committed (AGENT-3).',
  breaks: ['no-alarm'],
  faults: ['crash-after'],
  ports: (ports, { agenda }) => {
    const { agentChats } = ports;
    return replaced(ports, {
      agentChats: replaced(agentChats, {
        remember: async (...args) => {
          agenda.after(100, () => void agentChats.remember(...args));
        },
      }),
    });
  },
};
