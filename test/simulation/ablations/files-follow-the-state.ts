import { replaced } from '../engine/all-deps.ts';
import type { Ablation } from './ablation.ts';

export const filesFollowTheState: Ablation = {
  name: 'files-follow-the-state',
  rule: 'What becomes of a file is read from the chat as it is when it is done, not from how it was at the upload (FILE-9).',
  breaks: ['files-settled'],
  faults: [],
  ports: (ports, { by }) => {
    if (by !== 'effects' && by !== 'sweep') return ports;
    const { log } = ports;
    return replaced(ports, {
      log: replaced(log, {
        load: async (chatId, consistency) => {
          const loaded = await log.load(chatId, consistency);
          return loaded && { ...loaded, state: { ...loaded.state, phase: 'open' } };
        },
      }),
    });
  },
};
