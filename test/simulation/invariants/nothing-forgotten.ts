import { labelOf } from '../words.ts';
import type { Invariant } from './invariant.ts';

export const nothingForgotten: Invariant = {
  name: 'nothing-forgotten',
  about:
    'What a customer said, messages and notices, before the end stands in the log once every page has settled, over reloads and days.',
  check: ({ log, submitted, settledIndex }) => {
    if (log[settledIndex - 1]?.type === 'chat-closed') return [];
    const texts = new Set(log.flatMap((event) => ('text' in event ? [labelOf(event.text)] : [])));
    return submitted.flatMap(({ author, label, device }) =>
      author === 'customer' && label !== undefined && !texts.has(label)
        ? [`${device} said ${label}, which is nowhere`]
        : [],
    );
  },
};
