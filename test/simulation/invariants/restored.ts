import { readNaively } from '../naive-status.ts';
import type { Invariant } from './invariant.ts';

export const restored: Invariant = {
  name: 'restored',
  about: 'Nobody is taken back who is in the chat, and nobody without a push subscription.',
  check: ({ log }) => {
    const [opening] = log;
    const hasPush = opening?.type === 'chat-opened' && opening.push;
    let isRemoved = false;
    return log.flatMap((event, place) => {
      const wasRemoved = isRemoved;
      if (event.type === 'customer-removed') isRemoved = true;
      if (event.actor.type === 'CLIENT' || event.restores === true) isRemoved = false;
      if (event.restores !== true) return [];
      if (!wasRemoved) return [`a customer who was in the chat is taken back at ${event.index}`];
      if (!hasPush) return [`a customer who cannot be reached is taken back at ${event.index}`];
      return readNaively(log)[place]?.closed === true ? [`a closed chat is restored at ${event.index}`] : [];
    });
  },
};
