import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECK_SHARDS, type ListRows, type StoredRow } from '../../shared/app/ports.ts';
import type { ChatId } from '../../shared/domain/events.ts';
import type { ListRow } from '../../shared/domain/list-row.ts';
import { given, type Make, type Made } from './support/made.ts';
import { freshChatId, START } from './support/sample-log.ts';

const row = (changes: Partial<ListRow> = {}): ListRow => ({
  service: 'support',
  nickname: 'Ada',
  phase: 'open',
  status: 1,
  statusAt: START,
  openedAt: START,
  agents: [],
  lookAt: START + 90_000,
  ...changes,
});

/** The promises of the rows behind the work list and the check-at list (docs/SPEC.md, section CHK). */
export const describeListRows = (name: string, make: Make<ListRows>): void => {
  describe(`ListRows: ${name}`, () => {
    let current: Made<ListRows> | undefined;
    let services = 0;
    const rows = (): ListRows => given(current);
    const freshService = (): string => {
      services += 1;
      return `service ${services}`;
    };
    /** Where a chat is found by those who look for what is due before a moment. */
    const dueBefore = async (chatId: ChatId, before: number): Promise<StoredRow[]> => {
      const shards = Array.from({ length: CHECK_SHARDS }, (_, shard) => rows().due(shard, before, 1000));
      return (await Promise.all(shards)).flat().filter((found) => found.chatId === chatId);
    };

    beforeAll(async () => {
      current = await make();
    });
    afterAll(async () => {
      await current?.end();
    });

    it.each([{ queue: 'billing' }, { workbin: 'waits for the part' }, { regular: true as const }])(
      '[TRF-1, REG-1] keeps %j, until a newer row has none',
      async (place) => {
        const chatId = freshChatId();
        await rows().write(chatId, 2, row(place));
        expect(await rows().read(chatId)).toEqual({ ...row(place), chatId, appliedIndex: 2 });
        await rows().write(chatId, 3, row());
        expect(await rows().read(chatId)).toEqual({ ...row(), chatId, appliedIndex: 3 });
      },
    );

    it('[OPT-15] lists every open chat of a service, page by page, and no other', async () => {
      const [service, other] = [freshService(), freshService()];
      const wanted = Array.from({ length: 12 }, () => freshChatId());
      for (const [place, chatId] of wanted.entries())
        await rows().write(chatId, 1, row({ service, lookAt: START + place, status: place % 2 === 0 ? 1 : -2 }));
      for (let each = 0; each < 12; each++) await rows().write(freshChatId(), 1, row({ service: other }));
      await rows().write(freshChatId(), 5, row({ service, phase: 'closed' }), 4_000_000_000);
      const prepared = freshChatId();
      await rows().prepare(prepared, row({ service }));
      for (const limit of [1, 3, 1000]) {
        const found: ChatId[] = [];
        for (let shard = 0; shard < CHECK_SHARDS; shard++) {
          let after: string | undefined = '';
          while (after !== undefined) {
            const page = await rows().open(service, shard, after, limit);
            found.push(...page.chatIds);
            after = page.next;
          }
        }
        expect(found.toSorted()).toEqual([...wanted, prepared].toSorted());
      }
    });

    it('[LOAD-4] counts the open chats of one service, prepared ones too, over all shards', async () => {
      const service = freshService();
      const counted = async (): Promise<number> => {
        const shards = Array.from({ length: CHECK_SHARDS }, (_, shard) => rows().countOpen(service, shard, 1000));
        return (await Promise.all(shards)).reduce((sum, count) => sum + count, 0);
      };
      const [one, two, three] = [freshChatId(), freshChatId(), freshChatId()];
      await rows().prepare(one, row({ service }));
      await rows().write(two, 1, row({ service, status: -2 }));
      await rows().write(three, 1, row({ service: `${service} and another` }));
      expect(await counted()).toBe(2);
      await rows().write(two, 2, row({ service, phase: 'closed' }), 1);
      expect(await counted()).toBe(1);
    });

    it('keeps a prepared row out of the queues and within the sweep’s reach', async () => {
      const [chatId, service] = [freshChatId(), freshService()];
      const prepared = row({ service });
      await rows().prepare(chatId, prepared);
      const stored = { ...prepared, chatId, appliedIndex: 0 };
      expect(await rows().read(chatId)).toEqual(stored);
      expect(await rows().waiting(service, 10)).toEqual([]);
      expect(await dueBefore(chatId, prepared.lookAt)).toEqual([]);
      expect(await dueBefore(chatId, prepared.lookAt + 1)).toEqual([stored]);
    });

    it('renews an unwritten row and leaves a written one alone', async () => {
      const [chatId, service] = [freshChatId(), freshService()];
      await rows().prepare(chatId, row({ service }));
      await rows().prepare(chatId, row({ service, lookAt: START + 500_000 }));
      expect((await rows().read(chatId))?.lookAt).toBe(START + 500_000);
      await rows().write(chatId, 1, row({ service, lookAt: START + 600_000 }));
      await rows().prepare(chatId, row({ service, lookAt: START + 700_000 }));
      expect(await rows().read(chatId)).toEqual({
        ...row({ service, lookAt: START + 600_000 }),
        chatId,
        appliedIndex: 1,
      });
    });

    it('[EFF-1] ignores a statement as of an older index, in whatever order they come', async () => {
      const [chatId, service] = [freshChatId(), freshService()];
      const newest = row({ service, status: -1, agents: ['anna', 'zoe'], statusAt: START + 7 });
      await rows().write(chatId, 7, newest);
      await rows().write(chatId, 3, row({ service, status: 2 }));
      await rows().write(chatId, 7, row({ service, status: 4 }));
      expect(await rows().read(chatId)).toEqual({ ...newest, chatId, appliedIndex: 7 });
      expect(await rows().waiting(service, 10)).toEqual([]);
    });

    it('lists who waits, longest first, at most as many as asked for', async () => {
      const service = freshService();
      const ids = [freshChatId(), freshChatId(), freshChatId(), freshChatId(), freshChatId()];
      const statuses = [1, 2, -2, 5, 3] as const;
      for (const [place, chatId] of ids.entries()) {
        await rows().write(chatId, 1, row({ service, status: statuses[place] ?? 1, statusAt: START + 100 - place }));
      }
      const waiting = await rows().waiting(service, 10);
      expect(waiting.map(({ chatId }) => chatId)).toEqual([ids[4], ids[3], ids[1], ids[0]]);
      expect((await rows().waiting(service, 2)).map(({ chatId }) => chatId)).toEqual([ids[4], ids[3]]);
      expect(await rows().waiting(freshService(), 10)).toEqual([]);
    });

    it('takes a chat out of the queue when its status says so, and both lists when it closes', async () => {
      const [chatId, service] = [freshChatId(), freshService()];
      const expiresAtSec = Math.floor(Date.now() / 1000) + 86_400;
      await rows().write(chatId, 1, row({ service }));
      await rows().write(chatId, 2, row({ service, status: -1, agents: ['zoe'] }));
      expect(await rows().waiting(service, 10)).toEqual([]);
      expect(await dueBefore(chatId, START + 90_001)).toHaveLength(1);
      const closed = row({ service, phase: 'closed', status: 3 });
      await rows().write(chatId, 3, closed);
      await rows().write(chatId, 3, closed, expiresAtSec);
      expect(await rows().waiting(service, 10)).toEqual([]);
      expect(await dueBefore(chatId, START + 90_001)).toEqual([]);
      expect(await rows().read(chatId)).toEqual({ ...closed, chatId, appliedIndex: 3 });
    });

    it('finds what is due in one shard each, soonest first, at most as many as asked for', async () => {
      const service = freshService();
      const ids = Array.from({ length: 40 }, freshChatId);
      await Promise.all(
        ids.map((chatId, place) => rows().write(chatId, 1, row({ service, lookAt: START - 1000 - place }))),
      );
      const found: string[] = [];
      for (let shard = 0; shard < CHECK_SHARDS; shard++) {
        const all = (await rows().due(shard, START, 1000)).filter((each) => each.service === service);
        expect(all.map(({ lookAt }) => lookAt)).toEqual(all.map(({ lookAt }) => lookAt).sort((a, b) => a - b));
        expect(await rows().due(shard, START, 1)).toHaveLength(Math.min(1, all.length));
        found.push(...all.map(({ chatId }) => chatId));
      }
      expect(found.sort()).toEqual([...ids].sort());
    });

    it('moves the time to look only if the row is as it was read', async () => {
      const [chatId, service] = [freshChatId(), freshService()];
      await rows().write(chatId, 4, row({ service }));
      const read = await rows().read(chatId);
      if (read === undefined) throw new Error('the row was written');
      await rows().moveLookAt(read, START + 200_000);
      expect(await rows().read(chatId)).toEqual({ ...read, lookAt: START + 200_000 });
      expect(await dueBefore(chatId, START + 200_000)).toEqual([]);
      expect(await dueBefore(chatId, START + 200_001)).toHaveLength(1);
      await rows().moveLookAt(read, START + 300_000);
      expect((await rows().read(chatId))?.lookAt).toBe(START + 200_000);
      await rows().write(chatId, 5, row({ service, lookAt: START + 200_000 }));
      await rows().moveLookAt({ ...read, lookAt: START + 200_000 }, START + 300_000);
      expect((await rows().read(chatId))?.lookAt).toBe(START + 200_000);
    });

    it('moves nothing that is not there', async () => {
      const [chatId, service] = [freshChatId(), freshService()];
      await rows().moveLookAt({ ...row({ service }), chatId, appliedIndex: 0 }, START);
      expect(await rows().read(chatId)).toBeUndefined();
    });

    it('removes a row only if it is as it was read', async () => {
      const [chatId, service] = [freshChatId(), freshService()];
      await rows().prepare(chatId, row({ service }));
      const read = await rows().read(chatId);
      if (read === undefined) throw new Error('the row was prepared');
      await rows().prepare(chatId, row({ service, lookAt: read.lookAt + 1 }));
      await rows().remove(read);
      expect(await rows().read(chatId)).toBeDefined();
      await rows().remove({ ...read, lookAt: read.lookAt + 1 });
      expect(await rows().read(chatId)).toBeUndefined();
      await rows().remove(read);
    });
  });
};
