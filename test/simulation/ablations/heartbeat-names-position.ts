import type { Ablation } from './ablation.ts';

export const heartbeatNamesPosition: Ablation = {
  name: 'heartbeat-names-position',
  rule: 'A heartbeat names what the client has seen and is answered with what is ahead of it (BEAT-1).',
  breaks: ['same-view'],
  faults: ['post-lost', 'socket-silent'],
  answer: (frame) => (frame.startsWith('{"type":"pong"') ? frame.replace(/"behind":\[.*\]/, '"behind":[]') : frame),
};
