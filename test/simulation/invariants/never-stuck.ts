import type { Invariant } from './invariant.ts';

export const neverStuck: Invariant = {
  name: 'never-stuck',
  about: 'A chat that everybody has left closes by itself.',
  check: ({ state }) =>
    state?.phase === 'closed' ? [] : [`nothing is going to happen, and the chat is open at ${state?.index ?? 0}`],
};
