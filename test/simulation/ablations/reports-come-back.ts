import type { Ablation } from './ablation.ts';

export const reportsComeBack: Ablation = {
  name: 'reports-come-back',
  rule: 'The report of a chat that failed is brought back by its queue until the row is there (REP-11).',
  breaks: ['reported'],
  faults: ['request-lost'],
  reportsComeBack: false,
};
