import type { Invariant } from './invariant.ts';

export const lostOfItsEpoch: Invariant = {
  name: 'lost-of-its-epoch',
  about: 'The loss of a desk never ends a membership that the desk has taken up again since.',
  check: ({ log }) => {
    const epochs = new Map<string, number>();
    return log.flatMap((event) => {
      if (event.type === 'agent-joined') epochs.set(event.agentId, event.epoch);
      if (event.type !== 'agent-left' || event.cause !== 'lost') return [];
      const lost = Number(event.id.slice(event.id.lastIndexOf('/') + 1));
      const held = epochs.get(event.agentId) ?? 0;
      return held > lost ? [`the loss of epoch ${lost} ends a membership of epoch ${held} at ${event.index}`] : [];
    });
  },
};
