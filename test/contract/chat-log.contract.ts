import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SchemaTooNew, type ChatLog, type Loaded, type LogEntry } from '../../shared/app/ports.ts';
import type { Effect } from '../../shared/domain/effects.ts';
import { EVENT_VERSION, type ChatEvent, type ChatId } from '../../shared/domain/events.ts';
import { SNAPSHOT_EVERY } from '../../shared/domain/limits.ts';
import { given, type Make, type Made } from './support/made.ts';
import { entryOf, freshChatId, message, opening, sampleChat, START, written } from './support/sample-log.ts';

const loaded = async (log: ChatLog, chatId: ChatId): Promise<Loaded> => {
  const found = await log.load(chatId, 'strong');
  if (found === undefined) throw new Error(`chat ${chatId} has no log`);
  return found;
};

const texts = (events: readonly ChatEvent[]): string[] =>
  events.map((event) => (event.type === 'message-posted' ? event.text : event.type));

/** Writes a message as the application does: load, append, and once more when the place is taken. */
const post = async (log: ChatLog, chatId: ChatId, text: string): Promise<number> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { state } = await loaded(log, chatId);
    const { entry } = entryOf(state, message(state.index + 1, text));
    const appended = await log.append(chatId, entry);
    if (appended.kind === 'committed') return entry.event.index;
  }
  throw new Error('a hundred tries did not suffice');
};

/** The promises of the chat log (docs/SPEC.md, section LOG). */
export const describeChatLog = (name: string, make: Make<ChatLog>): void => {
  describe(`ChatLog: ${name}`, () => {
    let current: Made<ChatLog> | undefined;
    const log = (): ChatLog => given(current);

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it('has nothing of a chat that was never opened', async () => {
      const chatId = freshChatId();
      expect(await log().load(chatId, 'strong')).toBeUndefined();
      expect(await log().load(chatId, 'weak')).toBeUndefined();
      expect(await log().readAfter(chatId, 0, 10, 'strong')).toEqual({ events: [], position: 0, more: false });
      expect(await log().effectsAfter(chatId, 0, 10)).toEqual({ found: [], position: 0, more: false });
      expect(await log().expire(chatId, 0, 10, 1)).toEqual({ position: 0, more: false });
    });

    it('[LOG-2] answers the state and the newest events, at every length up to three snapshots', async () => {
      const chatId = freshChatId();
      const { entries, states } = sampleChat(chatId, 3 * SNAPSHOT_EVERY + 1);
      for (const [place, entry] of entries.entries()) {
        expect(await log().append(chatId, entry)).toEqual({ kind: 'committed' });
        const found = await loaded(log(), chatId);
        expect(found.state).toEqual(states[place]);
        const newest = entries.slice(Math.max(0, place + 1 - SNAPSHOT_EVERY), place + 1);
        expect(found.tail).toEqual(newest.map(({ event }) => event));
      }
    });

    it('says whose event stands where another wants to be', async () => {
      const chatId = freshChatId();
      const { states, entries } = await written(log(), chatId, 3);
      const { entry } = entryOf(states[1], { ...message(3, 'late'), id: 'c/someone-else0000' });
      expect(await log().append(chatId, entry)).toEqual({ kind: 'taken', by: entries[2]?.event });
      expect((await loaded(log(), chatId)).state).toEqual(states[2]);
    });

    it('answers a repeated append with the event of the first', async () => {
      const chatId = freshChatId();
      const { entries } = await written(log(), chatId, SNAPSHOT_EVERY);
      for (const entry of entries) {
        expect(await log().append(chatId, entry)).toEqual({ kind: 'taken', by: entry.event });
      }
    });

    it('gives two writers at once one place each and one order', async () => {
      const chatId = freshChatId();
      await written(log(), chatId, 1);
      const wanted = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? `left ${n}` : `right ${n}`));
      const side = async (word: string): Promise<number[]> => {
        const places: number[] = [];
        for (const text of wanted.filter((each) => each.startsWith(word))) places.push(await post(log(), chatId, text));
        return places;
      };
      const [left, right] = await Promise.all([side('left'), side('right')]);
      expect([...left, ...right].sort((a, b) => a - b)).toEqual(wanted.map((_, n) => n + 2));
      const { events } = await log().readAfter(chatId, 1, 200, 'strong');
      expect(texts(events).sort()).toEqual([...wanted].sort());
      expect(texts(events).filter((text) => text.startsWith('left'))).toEqual(
        wanted.filter((text) => text.startsWith('left')),
      );
    });

    it('lets exactly one of many equal appends commit', async () => {
      const chatId = freshChatId();
      const { states } = await written(log(), chatId, 2);
      const entries = Array.from({ length: 10 }, (_, n) => entryOf(states[1], { ...message(3), id: `c/${n}` }).entry);
      const outcomes = await Promise.all(entries.map((entry) => log().append(chatId, entry)));
      expect(outcomes.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
      const winner = entries[outcomes.findIndex(({ kind }) => kind === 'committed')];
      const losers = outcomes.filter(({ kind }) => kind === 'taken');
      expect(losers).toEqual(losers.map(() => ({ kind: 'taken', by: winner?.event })));
    });

    it('reads on from any position, in pages, to the end', async () => {
      const chatId = freshChatId();
      const { entries } = await written(log(), chatId, 11);
      const events = entries.map(({ event }) => event);
      for (let after = 0; after <= 11; after++) {
        expect(await log().readAfter(chatId, after, 4, 'strong')).toEqual({
          events: events.slice(after, after + 4),
          position: Math.min(after + 4, 11),
          more: after + 4 < 11,
        });
      }
      expect(await log().readAfter(chatId, 12, 4, 'strong')).toEqual({ events: [], position: 12, more: false });
    });

    it('a weak read is a beginning of the log, in order, and may only miss the newest', async () => {
      const chatId = freshChatId();
      const { entries, states } = await written(log(), chatId, 10);
      const page = await log().readAfter(chatId, 0, 200, 'weak');
      expect(page.events).toEqual(entries.slice(0, page.position).map(({ event }) => event));
      const found = await log().load(chatId, 'weak');
      expect([undefined, ...states]).toContainEqual(found?.state);
      expect((await loaded(log(), chatId)).state).toEqual(states[9]);
    });

    it('[EFF-2] keeps the effects of an event with it', async () => {
      const chatId = freshChatId();
      const { entries, states } = await written(log(), chatId, 3);
      const asks: Effect[] = [{ kind: 'forget-agent-chat', agentId: 'zoe' }, { kind: 'expire-log' }];
      await log().append(chatId, { ...entryOf(states[2], message(4)).entry, effects: asks });
      const first = { chatId, index: 1, at: START, effects: entries[0]?.effects };
      const fourth = { chatId, index: 4, at: START + 4000, effects: asks };
      expect(entries[0]?.effects.map(({ kind }) => kind)).toEqual(['arm-wake-up', 'write-row', 'announce']);
      expect(await log().effectsAfter(chatId, 0, 200)).toMatchObject({ position: 4, more: false });
      const everything = await log().effectsAfter(chatId, 0, 200);
      expect(everything.found.map(({ index }) => index)).toEqual(
        [1, 2, 3, 4].filter((index) => index === 4 || (entries[index - 1]?.effects.length ?? 0) > 0),
      );
      expect(everything.found[0]).toEqual(first);
      expect(everything.found.at(-1)).toEqual(fourth);
      expect(await log().effectsAfter(chatId, 0, 1)).toEqual({ found: [first], position: 1, more: true });
      expect(await log().effectsAfter(chatId, 3, 1)).toEqual({ found: [fourth], position: 4, more: false });
      expect(await log().effectsAfter(chatId, 4, 1)).toEqual({ found: [], position: 4, more: false });
    });

    it('an event without effects is passed over, and counted', async () => {
      const chatId = freshChatId();
      const { states } = await written(log(), chatId, 3);
      await log().append(chatId, { ...entryOf(states[2], message(4)).entry, effects: [] });
      expect(await log().effectsAfter(chatId, 3, 5)).toEqual({ found: [], position: 4, more: false });
    });

    it('sets the time to live in steps, and the log reads on as before', async () => {
      const chatId = freshChatId();
      const { entries, states } = await written(log(), chatId, 9);
      const later = Math.floor(Date.now() / 1000) + 86_400;
      expect(await log().expire(chatId, 0, 4, later)).toEqual({ position: 4, more: true });
      expect(await log().expire(chatId, 4, 4, later)).toEqual({ position: 8, more: true });
      expect(await log().expire(chatId, 8, 4, later)).toEqual({ position: 9, more: false });
      expect(await log().expire(chatId, 0, 9, later)).toEqual({ position: 9, more: false });
      expect((await loaded(log(), chatId)).state).toEqual(states[8]);
      expect((await log().effectsAfter(chatId, 0, 1)).found[0]?.effects).toEqual(entries[0]?.effects);
    });

    it('[SKEW-1] refuses to read what newer code wrote', async () => {
      const chatId = freshChatId();
      const { states } = await written(log(), chatId, 2);
      const { entry } = entryOf(states[1], message(3));
      const newer: LogEntry = { ...entry, event: { ...entry.event, v: EVENT_VERSION + 1 } };
      expect(await log().append(chatId, newer)).toEqual({ kind: 'committed' });
      await expect(log().load(chatId, 'strong')).rejects.toBeInstanceOf(SchemaTooNew);
      await expect(log().readAfter(chatId, 0, 10, 'strong')).rejects.toBeInstanceOf(SchemaTooNew);
      await expect(log().append(chatId, entry)).rejects.toBeInstanceOf(SchemaTooNew);
      await expect(log().load(chatId, 'strong')).rejects.toMatchObject({ retryable: true });
    });

    it('refuses an entry whose snapshot is missing or out of place', async () => {
      const chatId = freshChatId();
      const { entries, states } = sampleChat(chatId, SNAPSHOT_EVERY);
      const first = {
        event: opening(chatId),
        effects: [],
        ...(states[0] === undefined ? {} : { snapshot: states[0] }),
      };
      await expect(log().append(chatId, first)).rejects.toThrow('snapshot');
      for (const entry of entries.slice(0, -1)) await log().append(chatId, entry);
      await expect(log().append(chatId, { event: message(SNAPSHOT_EVERY), effects: [] })).rejects.toThrow('snapshot');
      expect((await loaded(log(), chatId)).state).toEqual(states[SNAPSHOT_EVERY - 2]);
    });

    it('keeps texts of every script, controls and emoji as they are', async () => {
      const chatId = freshChatId();
      const { states } = await written(log(), chatId, 1);
      const text = 'grüß dich \u0000\n\t"\\" שלום 你好 👩‍👩‍👧 \u2028';
      const { entry } = entryOf(states[0], message(2, text));
      await log().append(chatId, entry);
      expect(texts((await loaded(log(), chatId)).tail)).toEqual(['chat-opened', text]);
    });
  });
};
