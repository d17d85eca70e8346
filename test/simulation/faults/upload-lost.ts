import type { Fault } from './fault.ts';

export const uploadLost: Fault = {
  name: 'upload-lost',
  about: 'The bytes of a file never arrive, and its upload is confirmed all the same.',
  at: 'world',
  chance: 0.3,
  strike: () => true,
};
