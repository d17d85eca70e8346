import type { Ablation } from './ablation.ts';

export const joinsAgain: Ablation = {
  name: 'joins-again',
  rule: 'A desk that was declared lost learns it, from its hello and from the log, and joins its chats again (AGENT-6).',
  breaks: ['back-in-the-chat'],
  faults: ['disconnect-late'],
  frame: (frame) =>
    frame.replaceAll('"declaredLost":true', '"declaredLost":false').replaceAll('"cause":"lost"', '"cause":"hold"'),
};
