import type { Invariant } from './invariant.ts';

export const nothingForgotten: Invariant = {
  name: 'nothing-forgotten',
  about: 'What a customer posted before the end stands in the log once every page has settled, over reloads and days.',
  check: ({ log, submitted, settledIndex }) => {
    if (log[settledIndex - 1]?.type === 'chat-closed') return [];
    const texts = new Set(log.flatMap((event) => (event.type === 'message-posted' ? [event.text] : [])));
    return submitted.flatMap(({ author, text, device }) =>
      author === 'customer' && text !== undefined && !texts.has(text)
        ? [`${device} posted ${text}, which is nowhere`]
        : [],
    );
  },
};
