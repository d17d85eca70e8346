import type { Ablation } from './ablation.ts';

export const stuckCheck: Ablation = {
  name: 'stuck-check',
  rule: 'A recurring tick on a road of its own finds what lost wake-ups and lost records left behind (STUCK-1).',
  breaks: ['never-stuck'],
  faults: ['wake-up-lost', 'record-lost'],
  sweep: false,
};
