import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const neverInThePast: Ablation = {
  name: 'never-in-the-past',
  rule: 'What is overdue is armed for now, and a wake-up is never asked for in the past (WAKE-12); here it is, and refused.',
  breaks: ['punctual', 'never-stuck'],
  faults: ['record-late'],
  ports: (ports) => {
    const { wakeUps } = ports;
    return replaced(ports, {
      wakeUps: {
        arm: async (chatId, arming, now) => {
          if (arming.at > now) await wakeUps.arm(chatId, arming, now);
        },
      },
    });
  },
};
