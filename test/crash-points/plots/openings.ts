import type { Plot } from '../plot.ts';
import { asksDesk, polls, together, until } from './scenes.ts';
import { openingGivenUp } from './misfortunes.ts';

/** Three seconds between two tries: what is lost lasts longer than a row without a log may stand. */
const REQUESTS_OF_AN_HOUR = 1_230;

export const openingPlots: readonly Plot[] = [
  { name: 'a chat is opened', toSec: 8, scenes: [until(8)] },
  { name: 'a chat with push is opened', cast: { push: true }, toSec: 8, scenes: [until(8)] },
  {
    name: 'a chat is opened again',
    fromSec: 2,
    toSec: 8,
    scenes: [{ atSec: 2, run: (stage) => stage.openChat() }],
  },
  {
    name: 'an opening is given up and made an hour later',
    misfortunes: () => openingGivenUp(REQUESTS_OF_AN_HOUR),
    toSec: 8,
    scenes: [until(8)],
  },
  { name: 'a customer without a socket reads', fromSec: 2, toSec: 15, scenes: [polls(2), until(15)] },
  {
    name: 'an agent looks at lists and at a transcript',
    fromSec: 3,
    toSec: 20,
    scenes: [
      ...together,
      asksDesk(4, 'GET /desk/chats'),
      asksDesk(8, 'GET /desk/chats/{chatId}/transcript'),
      asksDesk(14, 'POST /desk/ticket'),
    ],
  },
];
