import { describe, expect, it } from 'vitest';
import { ROUTE_KEYS } from '../support/web-front.ts';
import { customerLine, deskLine, openChat } from '../support/house-people.ts';
import { openHouse, SECRET } from '../support/house.ts';

const opening = { secret: SECRET, nickname: 'Mia' };

describe('POST /chats', () => {
  it('[OPEN-1] opens a chat and answers its id and secure key', async () => {
    const house = openHouse();
    const answer = await house.http('POST /chats', { body: opening });
    expect(answer).toMatchObject({ status: 201, body: { created: true } });
    expect(house.log.events(String(answer.body['chatId']))).toHaveLength(1);
  });

  it('[OPEN-2] finds the chat that the same secret opened before', async () => {
    const house = openHouse();
    const first = await house.http('POST /chats', { body: opening });
    const again = await house.http('POST /chats', { body: opening });
    expect(again).toEqual({ status: 200, body: { ...first.body, created: false } });
    expect(house.log.chatIds()).toHaveLength(1);
  });

  it.each([
    ['no JSON', '{', 'bad-json', 'JSON'],
    ['no secret', { nickname: 'Mia' }, 'bad-frame', 'secret'],
    ['a short secret', { ...opening, secret: 'short' }, 'bad-frame', 'secret'],
    ['an empty nickname', { ...opening, nickname: ' ' }, 'bad-frame', 'nickname'],
    ['an unknown field', { ...opening, colour: 'red' }, 'bad-frame', 'colour'],
    ['too much user data', { ...opening, userData: { a: 'x'.repeat(9000) } }, 'bad-frame', 'userData'],
  ])('[PROTO-3] refuses %s and names the field', async (_name, body, code, field) => {
    const answer = await openHouse().http('POST /chats', { body });
    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(answer.body['detail']).toContain(field);
  });
});

it('[PROV-4, PROV-5] refuses user data that are not allowed, and opens nothing', async () => {
  const house = openHouse();
  const userData = { GCTI_Chat_AsyncMode: 'yes', push_notification_deviceid: 'd' };
  expect(await house.http('POST /chats', { body: { ...opening, userData } })).toMatchObject({
    status: 400,
    body: {
      code: 'bad-user-data',
      detail:
        'unable to open a chat; GCTI_Chat_AsyncMode: "yes" must be true or false; ' +
        'push_notification_type: is missing, and push_notification_deviceid needs it',
    },
  });
  expect(house.log.chatIds()).toEqual([]);
});

it('[PROTO-3] refuses a huge body before it is read', async () => {
  const answer = await openHouse().http('POST /chats', { body: '['.repeat(65_537) });
  expect(answer).toMatchObject({ status: 413, body: { code: 'too-long' } });
});

describe('secure keys and tickets', () => {
  it('[AUTH-1] gives a ticket for the secure key, and none for another chat', async () => {
    const house = openHouse();
    const { body } = await house.http('POST /chats', { body: opening });
    const chatId = String(body['chatId']);
    const authorization = `Bearer ${String(body['secureKey'])}`;
    const route = 'POST /chats/{chatId}/ticket';
    expect(await house.http(route, { path: { chatId }, headers: { authorization } })).toMatchObject({ status: 200 });
    const other = await openChat(house, 'another-secret-0123456789');
    expect(await house.http(route, { path: { chatId: other }, headers: { authorization } })).toMatchObject({
      status: 401,
    });
    expect(await house.http(route, { path: { chatId } })).toMatchObject({ status: 401 });
  });

  it('[AUTH-2] opens a socket with a ticket for a minute and not longer', async () => {
    const house = openHouse();
    const { body } = await house.http('POST /chats', { body: opening });
    const chatId = String(body['chatId']);
    const headers = { authorization: `Bearer ${String(body['secureKey'])}` };
    const answer = await house.http('POST /chats/{chatId}/ticket', { path: { chatId }, headers });
    const connect = () =>
      house.functions.authorize({ methodArn: 'arn', queryStringParameters: { ticket: String(answer.body['ticket']) } });
    house.clock.advance(59_000);
    expect(await connect()).toMatchObject({ principalId: chatId, context: { role: 'customer', chatId } });
    house.clock.advance(1_000);
    expect((await connect()).policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
  });

  it.each(['', 'x', 'a.b', 'e30.k1.AAAA'])('[AUTH-3] refuses the forged ticket "%s"', async (ticket) => {
    const answer = await openHouse().functions.authorize({ methodArn: 'arn', queryStringParameters: { ticket } });
    expect(answer.policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
    expect(answer.context).toBeUndefined();
  });
});

describe('the desk over HTTP', () => {
  it('[LIST-1] lists waiting chats, and after joining the own ones', async () => {
    const house = openHouse();
    const chatId = await openChat(house);
    await house.runEffects();
    const claims = { sub: 'ann', name: 'Ann' };
    const before = await house.http('GET /desk/chats', { claims });
    expect(before.body).toMatchObject({ waiting: [{ chatId, status: 1, nickname: 'Mia' }], mine: [] });
    const desk = deskLine(house);
    await house.frame(desk, { op: 'hello', v: 1 });
    await house.frame(desk, { op: 'join', id: 'desk0001.1', seen: 1, chat: chatId });
    await house.runEffects();
    const after = await house.http('GET /desk/chats', { claims });
    expect(after.body).toMatchObject({ waiting: [], mine: [{ chatId, status: -1, agents: ['ann'] }] });
    await house.frame(customerLine(house, chatId), { op: 'close', id: 'device01.1', seen: 2 });
    await house.runEffects();
    await house.agentChats.remember('ann', chatId, 9);
    expect((await house.http('GET /desk/chats', { claims })).body).toMatchObject({ waiting: [], mine: [] });
  });

  it('[VIS-1] shows agents what customers do not see', async () => {
    const house = openHouse();
    const chatId = await openChat(house);
    await house.frame(customerLine(house, chatId), { op: 'hello', v: 1, after: 0 });
    const route = 'GET /desk/chats/{chatId}/transcript';
    const answer = await house.http(route, { claims: { sub: 'ann' }, path: { chatId } });
    expect(answer.body['events']).toMatchObject([{ type: 'chat-opened' }, { type: 'customer-connected' }]);
  });

  it.each(ROUTE_KEYS.filter((route) => route.includes('/desk/')))(
    '[AUTH-4] refuses %s without an identity',
    async (route) => {
      expect(await openHouse().http(route)).toMatchObject({ status: 401 });
    },
  );
});

it('[ISO-3] quotes nothing of an event that it cannot read', async () => {
  await expect(openHouse().functions.http({ body: 'secret text' })).rejects.toThrow(
    'unable to read the event; routeKey, requestContext is not what the platform sends',
  );
});
