import type { Invariant } from './invariant.ts';

export const nothingForgotten: Invariant = {
  name: 'nothing-forgotten',
  about:
    'What a customer said, messages and notices, before the end stands in the log once every page has settled, over reloads and days.',
  check: ({ log, submitted, settledIndex }) => {
    if (log[settledIndex - 1]?.type === 'chat-closed') return [];
    const texts = new Set(log.flatMap((event) => ('text' in event ? [event.text] : [])));
    return submitted.flatMap(({ author, text, device }) =>
      author === 'customer' && text !== undefined && !texts.has(text)
        ? [`${device} said ${text}, which is nowhere`]
        : [],
    );
  },
};
