import type { Ablation } from './ablation.ts';

export const unlistedSaysHello: Ablation = {
  name: 'unlisted-says-hello',
  rule: 'A heartbeat from a socket that the chat or the registry does not list is told to say hello (PRES-7).',
  faults: ['crash-after', 'frame-late', 'frame-doubled', 'request-lost'],
  answer: (frame) => (frame.includes('"code":"say-hello"') ? '{"type":"pong","ref":"q2","behind":[]}' : frame),
};
