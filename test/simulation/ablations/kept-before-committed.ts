import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const keptBeforeCommitted: Ablation = {
  name: 'kept-before-committed',
  rule: 'The bytes of a file are put where they stay before the chat shows it (FILE-6).',
  breaks: ['files-settled'],
  faults: [],
  ports: (ports) => replaced(ports, { uploads: replaced(ports.uploads, { keep: () => Promise.resolve(true) }) }),
};
