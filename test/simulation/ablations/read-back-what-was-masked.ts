import type { Ablation } from './ablation.ts';

const indexIn = (frame: string): number | undefined => {
  const read = JSON.parse(frame) as { type?: string; index?: number; prev?: number; repeated?: boolean };
  return read.type === 'ack' && read.prev === undefined && read.repeated !== true ? read.index : undefined;
};

export const readBackWhatWasMasked: Ablation = {
  name: 'read-back-what-was-masked',
  rule: 'Whoever said what was masked reads it from the log instead of showing their own copy (MASK-8).',
  newer: true,
  breaks: ['same-view'],
  faults: ['options-changed'],
  answer: (frame) => {
    const index = indexIn(frame);
    if (index === undefined) return frame;
    return JSON.stringify({ ...(JSON.parse(frame) as object), prev: index - 1, at: 0 });
  },
};
