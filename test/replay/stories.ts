import { secureKeyFor } from '../../shared/app/credentials.ts';
import { restoreChat } from '../../shared/app/restore-chat.ts';
import { HOUR, MIN, SEC } from '../support/builders.ts';
import { customerLine, deskLine, openChat } from '../support/house-people.ts';
import { openHouse, type House, type HouseAnswer, type HouseLine } from '../support/house.ts';

/** A story that is the same at every telling: the chat that it leaves behind is recorded. */
export interface Story {
  readonly name: string;
  /** Lives through the story, and answers the chat. */
  readonly live: (house: House) => Promise<string>;
}

/** Lets time pass, with every wake-up and effect on the way. */
const pass = async (house: House, ms: number): Promise<void> => {
  const until = house.clock.now() + ms;
  await house.runEffects();
  for (;;) {
    const next = house.wakeUps.outstanding()[0];
    if (next === undefined || next.at > until) break;
    house.clock.moveTo(next.at);
    await house.runWakeUps();
    await house.runEffects();
  }
  house.clock.moveTo(until);
};

let commands = 0;

const say = async (house: House, line: HouseLine, frame: Record<string, unknown>): Promise<void> => {
  const answer = await house.frame(line, { id: `story001.${++commands}`, seen: 1_000, ...frame });
  if (answer.type === 'error') throw new Error(`unable to tell the story; ${answer.code}: ${answer.message}`);
};

const hello = async (house: House, line: HouseLine): Promise<void> => {
  await house.frame(line, { op: 'hello', v: 1 });
};

/** A customer who comes and goes, is doubted, confirmed and removed, and lets the chat fall asleep for good. */
const asleep: Story = {
  name: 'asleep',
  live: async (house) => {
    const chat = await openChat(house);
    const customer = customerLine(house, chat, 'customer-1');
    const ann = deskLine(house, 'ann', 'desk-1');
    await hello(house, customer);
    await hello(house, ann);
    await say(house, customer, { op: 'post', text: 'One of the two lamps is broken 💡' });
    await pass(house, MIN);
    await say(house, ann, { op: 'join', chat });
    await say(house, ann, { op: 'post', chat, text: 'I am sorry to hear that.', messageType: 'text' });
    await say(house, ann, { op: 'post', chat, text: 'second time this week', visibility: 'INT' });
    await pass(house, 5 * MIN);
    await say(house, ann, { op: 'hold', chat });
    await house.leave(customer);
    await pass(house, 40 * SEC);
    const { body } = await house.http('POST /chats', {
      body: { secret: 'house-secret-0123456789abc', nickname: 'Mia', userData: { GCTI_Chat_AsyncMode: 'true' } },
    });
    const headers = { authorization: `Bearer ${String(body['secureKey'])}` };
    await house.http('GET /chats/{chatId}/transcript', { path: { chatId: chat }, headers });
    await pass(house, 10 * MIN);
    const again = customerLine(house, chat, 'customer-2');
    await hello(house, again);
    await pass(house, 3 * HOUR);
    await say(house, again, { op: 'post', text: 'still there?' });
    await pass(house, 30 * HOUR);
    return chat;
  },
};

/** A desk that vanishes, options that change, and a colleague who ends the chat; with a push subscription. */
const deskLost: Story = {
  name: 'desk-lost',
  live: async (house) => {
    const push = { push_notification_deviceid: 'device', push_notification_type: 'customhttp' };
    const chat = await openChat(house, 'desk-lost-secret-0123456789', { ...push, GCTI_Chat_AsyncMode: 'true' });
    const customer = customerLine(house, chat, 'customer-1');
    const ann = deskLine(house, 'ann', 'desk-1');
    const bob = deskLine(house, 'bob', 'desk-2');
    await hello(house, customer);
    await hello(house, ann);
    await say(house, ann, { op: 'join', chat });
    await house.leave(ann);
    await pass(house, 2 * MIN);
    await house.functions.sweep();
    await house.functions.sweep();
    await say(house, customer, { op: 'post', text: 'hello?' });
    house.options.set('default', { idleAlertSec: 1_800, idleCloseSec: 600, flexPushSec: 7_200 });
    await hello(house, bob);
    await say(house, bob, { op: 'join', chat });
    await hello(house, ann);
    await say(house, ann, { op: 'join', chat });
    await pass(house, 20 * MIN);
    house.sockets.drop('customer-1');
    await say(house, ann, { op: 'post', chat, text: 'back again' });
    await say(house, ann, { op: 'leave', chat });
    await pass(house, 20 * MIN);
    await say(house, bob, { op: 'close', chat });
    await pass(house, MIN);
    return chat;
  },
};

/** More messages than the chat remembers, a wake-up that was lost, and a customer who ends the chat. */
const long: Story = {
  name: 'long',
  live: async (house) => {
    const chat = await openChat(house, 'long-secret-0123456789abcdef');
    const customer = customerLine(house, chat, 'customer-1');
    const ann = deskLine(house, 'ann', 'desk-1');
    await hello(house, customer);
    await hello(house, ann);
    await say(house, ann, { op: 'join', chat });
    for (let turn = 0; turn < 20; turn++) {
      await say(house, customer, { op: 'post', text: `question ${turn}` });
      await pass(house, 90 * SEC);
      await say(house, ann, { op: 'post', chat, text: `answer ${turn}` });
    }
    await say(house, ann, { op: 'leave', chat });
    await house.runEffects();
    house.wakeUps.takeDue(Infinity);
    house.clock.advance(40 * HOUR);
    await house.functions.sweep();
    await house.runEffects();
    await say(house, customer, { op: 'close' });
    return chat;
  },
};

/** Notices of every kind, typing that counts, user data, a hold in a workbin and a transfer. */
const notices: Story = {
  name: 'notices',
  live: async (house) => {
    const chat = await openChat(house, 'notices-secret-0123456789abc', { GCTI_Chat_AsyncMode: 'true' });
    house.options.set('default', { idleNotices: 'all' });
    const customer = customerLine(house, chat, 'customer-1');
    const ann = deskLine(house, 'ann', 'desk-1');
    await hello(house, customer);
    await hello(house, ann);
    await say(house, customer, { op: 'notice', notice: 'pushed-url', text: 'https://shop.example/lamps' });
    await say(house, customer, { op: 'notice', notice: 'nickname-changed', text: 'Ada L.' });
    await say(house, customer, { op: 'user-data', userData: { TimeZone: '60', Order: '4711' } });
    await say(house, ann, { op: 'join', chat });
    await pass(house, MIN);
    await house.frame(customer, { op: 'typing', on: true });
    await say(house, ann, { op: 'notice', chat, notice: 'custom', text: '{"survey":7}', visibility: 'INT' });
    await say(house, ann, { op: 'user-data', chat, userData: { Order: null, Priority: 'high' } });
    await say(house, ann, { op: 'hold', chat, workbin: 'waits for the part' });
    await pass(house, 5 * MIN);
    await house.frame(customer, { op: 'typing', on: true });
    await pass(house, MIN);
    await say(house, ann, { op: 'join', chat });
    await say(house, ann, { op: 'notice', chat, notice: 'nickname-changed', text: 'Ann from Returns' });
    await say(house, ann, { op: 'transfer', chat, queue: 'billing' });
    await pass(house, MIN);
    await say(house, customer, { op: 'post', text: 'hello?' });
    await say(house, customer, { op: 'close' });
    return chat;
  },
};

/** A closed chat that is continued by another; its customer is removed, taken back by an agent and by the workflow, and never comes. */
const restored: Story = {
  name: 'restored',
  live: async (house) => {
    const ann = deskLine(house, 'ann', 'desk-1');
    await hello(house, ann);
    const { body } = await house.http('POST /chats', {
      body: { secret: 'closed-secret-0123456789abcd', nickname: 'Mia', userData: { GCTI_Chat_AsyncMode: 'true' } },
    });
    const old = { chatId: String(body['chatId']), secureKey: String(body['secureKey']) };
    await say(house, ann, { op: 'join', chat: old.chatId });
    await say(house, ann, { op: 'close', chat: old.chatId });
    house.options.set('default', { restoreBy: 'both', restorePush: true, flexPushSec: 600 });
    const device = { push_notification_deviceid: 'device', push_notification_type: 'customhttp' };
    const userData = { GCTI_Chat_AsyncMode: 'true', ...device };
    const opening = { secret: 'restored-secret-0123456789abc', nickname: 'Mia', userData, continues: old };
    const chat = String((await house.http('POST /chats', { body: opening })).body['chatId']);
    await pass(house, 25 * MIN);
    await say(house, ann, { op: 'join', chat });
    await pass(house, 25 * MIN);
    await restoreChat(house, chat);
    await house.runEffects();
    house.options.set('default', { idleAlertSec: 1_800, idleCloseSec: 600 });
    const apply = { path: { service: 'default' }, claims: { sub: 'rita', 'cognito:groups': '[administrators]' } };
    await house.http('POST /services/{service}/options/apply', apply);
    await house.functions.wake({ Records: [{ messageId: 'm-1', body: '{"service":"default","walk":1}' }] });
    await pass(house, 2 * HOUR);
    return chat;
  },
};

/** A regular chat: two alerts, a word that takes them back, control that is switched off, and an end with nobody left. */
const regular: Story = {
  name: 'regular',
  live: async (house) => {
    house.options.set('default', { controlOn: true, timeoutAlertSec: 240, timeoutAlert2Sec: 60 });
    const chat = await openChat(house, 'regular-secret-0123456789abc', { GCTI_Chat_AsyncMode: 'false' });
    const customer = customerLine(house, chat, 'customer-1');
    const ann = deskLine(house, 'ann', 'desk-1');
    await hello(house, customer);
    await hello(house, ann);
    await say(house, customer, { op: 'post', text: 'Are you open today?' });
    await say(house, ann, { op: 'join', chat });
    await pass(house, 320 * SEC);
    await say(house, ann, { op: 'post', chat, text: 'Until six.' });
    house.options.set('default', { controlOn: false });
    await pass(house, 5 * MIN);
    await house.leave(customer);
    await pass(house, 2 * MIN);
    await say(house, ann, { op: 'leave', chat });
    await pass(house, MIN);
    return chat;
  },
};

/** Files of both sides, one for agents only, one that is deleted and one that is fetched, until the chat is closed. */
const files: Story = {
  name: 'files',
  live: async (house) => {
    house.options.set('default', { set: { 'delete-file': 'return' } });
    const chat = await openChat(house);
    const customer = customerLine(house, chat, 'customer-1');
    const ann = deskLine(house, 'ann', 'desk-1');
    await hello(house, customer);
    await hello(house, ann);
    await say(house, ann, { op: 'join', chat });
    const secureKey = await secureKeyFor(house.keys, chat);
    const ask = async (by: 'customer' | 'ann', route: string, body: object, fileId = ''): Promise<HouseAnswer> => {
      const isAnn = by === 'ann';
      const who = isAnn ? { claims: { sub: by } } : { headers: { authorization: `Bearer ${secureKey}` } };
      const path = { chatId: chat, fileId };
      return house.http(`POST ${isAnn ? '/desk' : ''}/chats/{chatId}/files${route}`, { ...who, path, body });
    };
    const add = async (by: 'customer' | 'ann', more: object = {}): Promise<string> => {
      const { body } = await ask(by, '', { name: 'a.pdf', sizeBytes: 8, ...more });
      const { fileId, fields } = body as { fileId: string; fields: Record<string, string> };
      house.store.send(fields, new TextEncoder().encode('%PDF-1.7'));
      await ask(by, '/{fileId}/confirm', { seen: 1_000 }, fileId);
      await pass(house, MIN);
      return fileId;
    };
    const first = await add('customer', { name: 'Rechnung für Mia.pdf' });
    await add('ann');
    await add('ann', { visibility: 'INT' });
    await ask('customer', '/{fileId}/download', {}, first);
    await ask('customer', '/{fileId}/delete', { seen: 1_000 }, first);
    await pass(house, MIN);
    await say(house, customer, { op: 'close' });
    return chat;
  },
};

/** A customer whose page is asleep: one message is read in time, one only begins to be, one is pushed. */
const unseen: Story = {
  name: 'unseen',
  live: async (house) => {
    const device = { push_notification_deviceid: 'device', push_notification_type: 'customhttp' };
    const chat = await openChat(house, 'unseen-secret-0123456789abcd', { GCTI_Chat_AsyncMode: 'true', ...device });
    const customer = customerLine(house, chat, 'customer-1');
    const ann = deskLine(house, 'ann', 'desk-1');
    await hello(house, customer);
    await hello(house, ann);
    await say(house, ann, { op: 'join', chat });
    await say(house, ann, { op: 'post', chat, text: 'Your lamp has arrived.' });
    await house.frame(customer, { op: 'read', upTo: house.log.events(chat).length });
    await pass(house, 80 * SEC);
    await say(house, ann, { op: 'post', chat, text: 'Shall we send it?' });
    await pass(house, 3 * MIN);
    await say(house, ann, { op: 'post', chat, text: 'Or will you come?' });
    await house.frame(customer, { op: 'ping', after: house.log.events(chat).length });
    await pass(house, 2 * MIN);
    await say(house, ann, { op: 'post', chat, text: 'We close at six.' });
    await pass(house, 2 * MIN);
    await house.leave(customer);
    await pass(house, MIN);
    await say(house, ann, { op: 'close', chat });
    return chat;
  },
};

const STORIES: readonly Story[] = [asleep, deskLost, long, notices, regular, restored, files, unseen];

/** Tells every story in a house of its own. */
export const tellAll = async (): Promise<{ name: string; chatId: string; house: House }[]> => {
  const told = [];
  for (const { name, live } of STORIES) {
    commands = 0;
    const house = openHouse();
    told.push({ name, chatId: await live(house), house });
  }
  return told;
};
