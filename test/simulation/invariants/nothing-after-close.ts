import type { Invariant } from './invariant.ts';

export const nothingAfterClose: Invariant = {
  name: 'nothing-after-close',
  about: 'Nothing stands in the log after the close.',
  check: ({ log }) => {
    const close = log.findIndex((event) => event.type === 'chat-closed');
    return close < 0 || close === log.length - 1
      ? []
      : [`${log.length - 1 - close} events after the close at ${close + 1}`];
  },
};
