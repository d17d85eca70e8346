import { describe, expect, it } from 'vitest';
import { Fault, type Announced } from '../../shared/app/ports.ts';
import { makeHandler } from '../../functions/report/handler.ts';
import { reportNaively } from '../support/naive-report.ts';
import { customerLine, openChat } from '../support/house-people.ts';
import { openHouse, reportEvent, type House } from '../support/house.ts';

const SECRETS = ['report-secret-0123456789-a', 'report-secret-0123456789-b', 'report-secret-0123456789-c'];

/** Chats that their customers opened, wrote in, and closed a minute later. */
const closedChats = async (house: House, count = 1): Promise<string[]> => {
  const chats: string[] = [];
  for (const secret of SECRETS.slice(0, count)) {
    const chat = await openChat(house, secret);
    const line = customerLine(house, chat, `S-${secret}`);
    await house.frame(line, { op: 'hello', v: 1 });
    await house.frame(line, { op: 'post', id: 'page0001.1', seen: 2, text: 'Hello' });
    house.clock.advance(60_000);
    await house.frame(line, { op: 'close', id: 'page0001.2', seen: 3 });
    chats.push(chat);
  }
  await house.runEffects();
  return chats;
};

const closeOf = (house: House, chat: string): Announced => {
  const fact = house.bus.announced().find(({ name, chatId }) => name === 'chat-closed.v1' && chatId === chat);
  if (fact === undefined) throw new Error('unable to find the close; it was not announced');
  return fact;
};

describe('reports', () => {
  it('[REP-1, REP-10] are one file for all chats of a day, each with what a plain reading of its log gives', async () => {
    const house = openHouse();
    const chats = await closedChats(house, 3);
    expect(await house.runReports()).toEqual({ batchItemFailures: [] });
    const rows = house.facts.rows();
    expect(house.facts.files().size).toBe(1);
    expect(rows.map((fact) => fact.chat_id)).toEqual([...chats].sort());
    for (const fact of rows) expect(fact).toEqual(reportNaively(house.log.events(fact.chat_id)));
    expect(rows[0]).toMatchObject({
      duration_ms: 60_000,
      customer_message_count: 1,
      abandoned: true,
      ended_by: 'customer',
    });
  });

  it('[REP-10] that come again whole replace their file, and in other company give the same row', async () => {
    const house = openHouse();
    const [first = ''] = await closedChats(house, 2);
    await house.runReports();
    await house.runReports();
    expect(house.facts.files().size).toBe(1);
    const twice = [closeOf(house, first), closeOf(house, first)];
    await house.functions.report(reportEvent(twice));
    const rows = house.facts.rows().filter((fact) => fact.chat_id === first);
    expect(rows).toHaveLength(2);
    expect(rows[1]).toEqual(rows[0]);
  });

  it('[REP-10] of two days are two files', async () => {
    const house = openHouse();
    await closedChats(house, 1);
    house.clock.advance(86_400_000);
    const chat = await openChat(house, SECRETS[1]);
    await house.frame(customerLine(house, chat, 'S9'), { op: 'hello', v: 1 });
    await house.frame(customerLine(house, chat, 'S9'), { op: 'close', id: 'page0001.9', seen: 2 });
    await house.runEffects();
    await house.runReports();
    expect(house.facts.files().size).toBe(2);
  });

  it('[REP-11] that fail come back alone, and the others are written', async () => {
    const house = openHouse();
    const [good = '', bad = ''] = await closedChats(house, 2);
    const log = {
      ...house.log,
      readAfter: (...args: Parameters<typeof house.log.readAfter>) =>
        args[0] === bad
          ? Promise.reject(new Fault('unable to read', { retryable: true }))
          : house.log.readAfter(...args),
    };
    const { batchItemFailures } = await makeHandler({ ...house, log })(
      reportEvent([closeOf(house, good), closeOf(house, bad)]),
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
    expect(house.facts.rows().map((fact) => fact.chat_id)).toEqual([good]);
    expect(house.journal.noted()).toContainEqual(
      expect.objectContaining({ code: 'REPORT_FAILED', fields: { chats: bad, reason: 'Fault' } }),
    );
  });

  it('[REP-11] all come back when their file cannot be written', async () => {
    const house = openHouse();
    await closedChats(house, 2);
    const facts = { put: () => Promise.reject(new Fault('unable to keep', { retryable: true })) };
    const { batchItemFailures } = await makeHandler({ ...house, facts })(reportEvent(house.bus.announced()));
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m0', 'm1']);
  });

  it.each([
    '{',
    '{}',
    '{"detail-type":"chat-opened.v1","detail":{"data":{"chatId":"aaaaaaaaaaaaaaaaaaaaaaaaaa","index":1}}}',
  ])('[REP-11] sends a message back that is no close: %s', async (body) => {
    const house = openHouse();
    expect(await house.functions.report({ Records: [{ messageId: 'm7', body }] })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm7' }],
    });
    expect(house.facts.rows()).toEqual([]);
  });

  it('[REP-12] reads strongly what a weak read does not show yet', async () => {
    const house = openHouse();
    await closedChats(house, 1);
    const asked: string[] = [];
    const log = {
      ...house.log,
      readAfter: async (...[chatId, after, limit, consistency]: Parameters<typeof house.log.readAfter>) => {
        asked.push(`${consistency} after ${after}`);
        const page = await house.log.readAfter(chatId, after, limit, consistency);
        return consistency === 'strong' ? page : { ...page, events: page.events.slice(0, after === 0 ? 2 : 0) };
      },
    };
    await makeHandler({ ...house, log })(reportEvent(house.bus.announced()));
    expect(house.facts.rows()[0]?.event_count).toBe(4);
    expect(asked).toEqual(['weak after 0', 'weak after 2', 'strong after 2']);
  });

  it('[REP-12] makes no row of a log that does not reach the close it was told of', async () => {
    const house = openHouse();
    const [chat = ''] = await closedChats(house, 1);
    const tooFar = { ...closeOf(house, chat), index: 9 };
    const tooEarly = { ...closeOf(house, chat), index: 3 };
    for (const wrong of [tooFar, tooEarly]) {
      expect(await house.functions.report(reportEvent([wrong]))).toEqual({
        batchItemFailures: [{ itemIdentifier: 'm0' }],
      });
    }
    expect(house.facts.rows()).toEqual([]);
  });

  it('[REP-12] reads a long log in pages', async () => {
    const house = openHouse();
    const chat = await openChat(house, SECRETS[0]);
    const line = customerLine(house, chat, 'S1');
    await house.frame(line, { op: 'hello', v: 1 });
    for (let number = 1; number <= 210; number++) {
      house.clock.advance(1_000);
      await house.frame(line, { op: 'post', id: `page0001.${number}`, seen: number, text: 'Hello' });
    }
    await house.frame(line, { op: 'close', id: 'page0001.999', seen: 212 });
    // The house takes the effects of 200 events at a time.
    await house.runEffects();
    await house.runEffects();
    await house.runReports();
    expect(house.facts.rows()[0]).toMatchObject({ customer_message_count: 210, event_count: 213 });
  });

  it('[REP-9] are told to the bus where the options ask for it, with the statistics', async () => {
    const house = openHouse();
    const ask = (options: Record<string, string>) =>
      house.http('PATCH /services/{service}/options', {
        path: { service: 'default' },
        body: options,
        claims: { sub: 'admin', 'cognito:groups': '[administrators]' },
      });
    expect(await ask({ 'stop-abandoned-interaction': 'noanswer', 'attach-session-statistics': 'fired' })).toMatchObject(
      { status: 200 },
    );
    const [chat = ''] = await closedChats(house, 1);
    // What is set later changes nothing any more (REP-8).
    await ask({ 'stop-abandoned-interaction': 'never', 'attach-session-statistics': 'none' });
    await house.runReports();
    await house.runReports();
    const [told, again] = house.reports.reported();
    expect(told).toMatchObject({
      id: `${chat}.4.chat-reported.v1`,
      chatId: chat,
      index: 4,
      service: 'default',
      interactionStopped: true,
      statistics: { abandoned: true, customer_message_count: 1, duration_ms: 60_000 },
    });
    expect(told?.statistics).not.toHaveProperty('agents_count');
    expect(again).toEqual(told);
  });

  it('[REP-9] tell the bus nothing with the defaults', async () => {
    const house = openHouse();
    await closedChats(house, 1);
    await house.runReports();
    expect(house.reports.reported()).toEqual([]);
  });
});
