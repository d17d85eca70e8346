import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const nothingFromAWeakRead: Ablation = {
  name: 'nothing-from-a-weak-read',
  rule: 'A refusal, and "nothing to do", rest on a strongly consistent read (LOG-6).',
  breaks: ['punctual'],
  faults: ['stale-read'],
  ports: (ports) => {
    const { log } = ports;
    return replaced(ports, { log: replaced(log, { load: (chatId) => log.load(chatId, 'weak') }) });
  },
};
