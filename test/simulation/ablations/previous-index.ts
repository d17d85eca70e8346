import type { Ablation } from './ablation.ts';

export const previousIndex: Ablation = {
  name: 'previous-index',
  rule: 'Every event names the one before it that its reader may see, so that a gap is noticed (DLV-3).',
  breaks: ['same-view'],
  faults: ['post-lost', 'frame-late'],
  frame: (frame) => (frame.startsWith('{"type":"event"') ? frame.replace(/"prev":\d+/, '"prev":0') : frame),
};
