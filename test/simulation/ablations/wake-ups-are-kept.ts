import type { Ablation } from './ablation.ts';

const TRIES = 3;

export const wakeUpsAreKept: Ablation = {
  name: 'wake-ups-are-kept',
  rule: 'A wake-up that fails is brought back by its queue, for days (WAKE-6); here it is tried three times.',
  breaks: ['punctual'],
  faults: ['storm'],
  wakeUp: ({ attempt }) => attempt <= TRIES,
};
