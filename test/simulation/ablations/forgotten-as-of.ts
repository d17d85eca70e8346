import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const forgottenAsOf: Ablation = {
  name: 'forgotten-as-of',
  rule: 'A chat leaves the list of an agent as of the leave: one that was joined again stays (AGENT-3).',
  breaks: ['no-alarm'],
  faults: ['record-late', 'record-doubled'],
  ports: (ports) => {
    const { agentChats } = ports;
    return replaced(ports, {
      agentChats: replaced(agentChats, { forget: (agentId, chatId) => agentChats.forget(agentId, chatId, Infinity) }),
    });
  },
};
