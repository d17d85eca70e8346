import type { Fault } from './fault.ts';

export const socketSilent: Fault = {
  name: 'socket-silent',
  about: 'A socket goes dead without a word: the gateway believes in it, and its posts are answered with 200.',
  at: 'world',
  chance: 0.6,
  strike: () => true,
};
