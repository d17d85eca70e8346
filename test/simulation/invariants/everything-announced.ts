import type { Invariant } from './invariant.ts';

export const everythingAnnounced: Invariant = {
  name: 'everything-announced',
  about: 'Every fact that an event carries reaches the bus, under one id however often it is repeated.',
  check: ({ chatId, effects, announced, harms }) => {
    if (harms.has('record-lost')) return [];
    const ids = new Set(announced.map((fact) => fact.id));
    return effects.flatMap((list, place) =>
      list.flatMap((effect) => {
        if (effect.kind !== 'announce') return [];
        const id = `${chatId}.${place + 1}.${effect.name}`;
        return ids.has(id) ? [] : [`${effect.name} of ${place + 1} was never announced`];
      }),
    );
  },
};
