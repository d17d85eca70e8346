import type { Ablation } from './ablation.ts';

export const numberDecidesNothing: Ablation = {
  name: 'number-decides-nothing',
  rule: 'A wake-up is a hint to look at the state, whatever its number (WAKE-1); here only the newest number counts.',
  breaks: ['check-at-holds', 'punctual'],
  faults: [],
  wakeUp: ({ number }, log) => log.findLast(({ arm }) => arm !== undefined)?.arm?.number === number,
};
