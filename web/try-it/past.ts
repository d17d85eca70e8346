import type { From, WireEvent } from '../../shared/protocol/index.ts';
import { requestJson } from '../client/browser.ts';
import { button, make } from './elements.ts';
import { Transcript } from './transcript.ts';

interface Page {
  readonly events: readonly WireEvent[];
  readonly position: number;
  readonly more: boolean;
}

const isPage = (value: unknown): value is Page =>
  typeof value === 'object' && value !== null && 'events' in value && Array.isArray(value.events);

/** Where a transcript is read: `/chats/{chatId}` with a secure key, or `/desk/chats/{chatId}` with an identity token. */
export interface Reading {
  readonly url: string;
  readonly bearer: string;
  /** Whose messages stand on the right. */
  readonly mine: From['type'];
}

/** Everything of a past chat that its reader may see. */
const readAll = async ({ url, bearer }: Reading, past: string): Promise<WireEvent[]> => {
  const all: WireEvent[] = [];
  let page: Page = { events: [], position: 0, more: true };
  while (page.more) {
    const address = `${url}/transcript?past=${past}&after=${page.position}`;
    const answer = await requestJson('GET', address, { bearer });
    if (!isPage(answer)) throw new TypeError('The server answered something else than a transcript.');
    all.push(...answer.events);
    page = answer;
  }
  return all;
};

/** A button for each chat that an opening continues, which shows that chat in its place, the oldest first. */
export const pastOf = (opening: WireEvent | undefined, reading: Reading): HTMLElement => {
  const pasts = opening?.type === 'chat-opened' ? (opening.continues ?? []) : [];
  const places = pasts.toReversed().map(({ chat }, place) => {
    const holder = make('div', { class: 'past' });
    const label = pasts.length === 1 ? 'Show the earlier chat' : `Show earlier chat ${place + 1}`;
    const show = async (): Promise<void> => {
      try {
        // A customer's key opens its own chat; the files of an earlier one are that chat's.
        const base = `${reading.url.replace(/[^/]+$/, chat)}/files`;
        const files = reading.mine === 'AGENT' ? { base, bearer: reading.bearer, seen: () => 0 } : undefined;
        const transcript = new Transcript(reading.mine, 'Earlier conversation', files);
        transcript.add(await readAll(reading, chat));
        holder.replaceChildren(transcript.element);
      } catch (error) {
        holder.replaceChildren(make('p', { class: 'problem' }, error instanceof Error ? error.message : String(error)));
      }
    };
    holder.append(button(label, () => void show()));
    return holder;
  });
  return make('div', { class: 'pasts' }, ...places);
};
