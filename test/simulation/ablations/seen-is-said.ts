import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const seenIsSaid: Ablation = {
  name: 'seen-is-said',
  rule: 'Seen is what a person has read or a device says that it has (PUSH-13); here it is whatever was sent.',
  breaks: ['seen-or-pushed'],
  faults: ['socket-silent', 'post-lost'],
  newer: true,
  ports: (ports) => {
    const { readMarks, log } = ports;
    return replaced(ports, {
      readMarks: replaced(readMarks, {
        read: async (chatId) => ({ DEVICE: (await log.load(chatId, 'strong'))?.state.index ?? 0 }),
      }),
    });
  },
};
