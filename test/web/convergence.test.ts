import { expect, it } from 'vitest';
import { createChatClient, type ChatClient } from '../../web/client/chat-client.ts';
import { ManualTimers } from '../support/manual-timers.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { CHAT, keptStore } from './support/chat-fixture.ts';
import { UnkindNetwork } from './support/unkind-network.ts';

interface Run {
  readonly log: readonly { readonly index: number; readonly text: string; readonly mine: boolean }[];
  /** What the page showed, each time that it was loaded. */
  readonly pages: readonly (readonly number[])[];
  readonly sent: readonly string[];
  readonly unsent: number;
}

/** A customer on a bad network who reloads the page now and then; in the end the network is good and time passes. */
const run = (seed: number): Run => {
  const random = seededRandom(seed);
  const timers = new ManualTimers();
  const network = new UnkindNetwork(timers, random);
  const store = keptStore();
  const pages: number[][] = [];
  const sent: string[] = [];
  const load = (): ChatClient => {
    const page: number[] = [];
    pages.push(page);
    const client = createChatClient({
      chatId: CHAT,
      openSocket: network.openSocket,
      timers,
      random,
      store,
      onEvents: (events) => page.push(...events.map(({ index }) => index)),
    });
    client.connect();
    return client;
  };
  let client = load();
  for (let step = 0; step < 150; step += 1) {
    const choice = random();
    if (choice < 0.3) network.agentSays(`agent ${step}`);
    else if (choice < 0.6) {
      sent.push(`customer ${step}`);
      client.post(`customer ${step}`).catch(() => {});
    } else if (choice < 0.62) {
      client.disconnect();
      client = load();
    } else if (choice < 0.65) client.setVisible(random() < 0.5);
    timers.pass(Math.floor(random() * 8_000));
  }
  network.beKind();
  client.setVisible(true);
  timers.pass(600_000);
  const log = network.log.map((event) => ({
    index: event.index,
    text: 'text' in event && event.text !== undefined ? event.text : '',
    mine: event.id !== undefined,
  }));
  return { log, pages, sent, unsent: client.unsent.length };
};

it('[CMD-1] shows every event once and in order, and sends every message once and in order, over 200 unkind networks', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const { log, pages, sent, unsent } = run(seed);
    const indexes = log.map(({ index }) => index);
    for (const page of pages) expect(page, `seed ${seed}`).toEqual(indexes.slice(0, page.length));
    expect(pages.at(-1), `seed ${seed}`).toEqual(indexes);
    expect(
      log.filter(({ mine }) => mine).map(({ text }) => text),
      `seed ${seed}`,
    ).toEqual(sent);
    expect(unsent, `seed ${seed}`).toBe(0);
  }
});
