import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DownloadAnswer, UploadAnswer } from '../../shared/protocol/index.ts';
import {
  call,
  deskTranscriptOf,
  listsOf,
  openChat,
  signIn,
  transcriptOf,
  type Agent,
  type OpenedChat,
} from './support/http.ts';
import { operatorOf, type Operator } from './support/operator.ts';
import { customerPage, deskPage, upTo, type CustomerPage, type DeskPage } from './support/people.ts';
import { DAY, MINUTE, SECOND, isElsewhere, startLocalStack, type LocalStack } from './support/stack.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

type Offer = v.InferOutput<typeof UploadAnswer>;

/** Sends a file with a form, as a browser does. */
const send = async (
  { url, fields }: Offer,
  bytes: Buffer,
  changed: Readonly<Record<string, string>> = {},
): Promise<[number, string | undefined]> => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value);
  form.append('file', new Blob([bytes]), 'whatever.html');
  const answer = await fetch(url, { method: 'POST', body: form });
  return [answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]];
};

describe.skipIf(isElsewhere)('files from hand to hand', () => {
  let stack: LocalStack;
  let operator: Operator;
  let agent: Agent;
  let chat: OpenedChat;
  let customer: CustomerPage;
  let desk: DeskPage;
  let fileId = '';

  beforeAll(async () => {
    stack = await startLocalStack();
    operator = operatorOf(stack);
    await operator.setSweep('rate(60 days)');
    agent = signIn(stack, 'ada', 'Ada');
    chat = await openChat(stack);
    customer = await customerPage(stack, chat);
    desk = await deskPage(stack, agent);
    await desk.client.join(chat.chatId);
    await stack.settle();
  });
  afterAll(async () => {
    operator.leave();
    await stack.stop();
  });

  const ask = async (
    who: 'customer' | 'agent',
    route: string,
    body: object = {},
  ): Promise<{ status: number; body: unknown }> =>
    call(stack, 'POST', `${who === 'agent' ? '/desk' : ''}/chats/${chat.chatId}/files${route}`, {
      bearer: who === 'agent' ? await agent.token() : chat.secureKey,
      body,
    });
  const offer = async (who: 'customer' | 'agent', wish: object = {}): Promise<Offer> =>
    v.parse(UploadAnswer, (await ask(who, '', { name: 'Foto.png', sizeBytes: PNG.length, ...wish })).body);
  const addressOf = async (who: 'customer' | 'agent', id: string): Promise<string> =>
    v.parse(DownloadAnswer, (await ask(who, `/${id}/download`)).body).url;
  const stored = (): unknown => stack.cloud.stats()['s3'];

  it('[FILE-1, FILE-4, FILE-6] a customer’s file goes to the store, and is shown when it is confirmed', async () => {
    const offered = await offer('customer');
    expect(await send(offered, PNG)).toEqual([204, undefined]);
    ({ fileId } = offered);
    const shownBefore = desk.shownOf(chat.chatId).seen.length;
    expect(await ask('customer', `/${fileId}/confirm`, { seen: 3 })).toMatchObject({ status: 200, body: { index: 4 } });
    await upTo(desk.shownOf(chat.chatId), 4);
    await upTo(customer.shown, 4);
    expect(desk.shownOf(chat.chatId).seen.slice(shownBefore)).toMatchObject([
      {
        type: 'file-uploaded',
        fileId,
        name: 'Foto.png',
        sizeBytes: 16,
        contentType: 'image/png',
        from: { nickname: 'Carla' },
      },
    ]);
    expect(await ask('customer', `/${fileId}/confirm`, { seen: 3 })).toMatchObject({
      body: { index: 4, repeated: true },
    });
  });

  it('[FILE-7] the agent fetches it: the same bytes, to be stored and never shown', async () => {
    const answer = await fetch(await addressOf('agent', fileId));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="Foto.png"; filename*=UTF-8''Foto.png`,
    );
    expect(answer.headers.get('content-type')).toBe('image/png');
  });

  it('[FILE-7] an address ends after a minute, and is good for that file only', async () => {
    const url = await addressOf('customer', fileId);
    expect((await fetch(url.replace(fileId, 'AAAAAAAAAAAAAAAA'))).status).toBe(403);
    await stack.pass(59 * SECOND);
    expect((await fetch(url)).status).toBe(200);
    await stack.pass(2 * SECOND);
    expect((await fetch(url)).status).toBe(403);
  });

  it('[FILE-4] a form takes no other size, type or place, and ends after five minutes', async () => {
    const offered = await offer('customer');
    expect(await send(offered, PNG.subarray(1))).toEqual([400, 'EntityTooSmall']);
    expect(await send(offered, Buffer.concat([PNG, PNG]))).toEqual([400, 'EntityTooLarge']);
    expect(await send(offered, PNG, { 'Content-Type': 'text/html' })).toEqual([403, 'AccessDenied']);
    const elsewhere = { key: `kept/${chat.chatId}/${fileId}` };
    expect(await send(offered, PNG, elsewhere)).toEqual([403, 'AccessDenied']);
    expect(await ask('customer', `/${offered.fileId}/confirm`, { seen: 4 })).toMatchObject({ status: 404 });
    await stack.pass(5 * MINUTE + SECOND);
    expect(await send(offered, PNG)).toEqual([403, 'AccessDenied']);
  });

  it('[FILE-4] bytes that are not what their ending says are refused', async () => {
    const offered = await offer('customer');
    await send(offered, Buffer.from('<script>16</scr>'));
    expect(await ask('customer', `/${offered.fileId}/confirm`, { seen: 4 })).toMatchObject({
      status: 415,
      body: { code: 'bad-file-type' },
    });
  });

  it('[FILE-1, FILE-3, VIS-1] an agent adds any file, and one for agents only', async () => {
    const between = await offer('agent', { name: 'note.html', visibility: 'INT' });
    expect(between.contentType).toBe('application/octet-stream');
    await send(between, PNG);
    expect(await ask('agent', `/${between.fileId}/confirm`, { seen: 4 })).toMatchObject({ status: 200 });
    expect(await ask('customer', `/${between.fileId}/download`)).toMatchObject({ status: 404 });
    const typesOf = ({ events }: { events: readonly { type: string }[] }): number =>
      events.filter(({ type }) => type === 'file-uploaded').length;
    expect(typesOf(await transcriptOf(stack, chat))).toBe(1);
    expect(typesOf(await deskTranscriptOf(stack, agent, chat.chatId))).toBe(2);
  });

  it('[FILE-8, FILE-9] what is deleted is gone from the store within moments', async () => {
    const before = stored();
    const url = await addressOf('agent', fileId);
    expect(await ask('customer', `/${fileId}/delete`, { seen: 4 })).toMatchObject({ status: 200 });
    await stack.settle();
    expect((await fetch(url)).status).toBe(404);
    expect(await ask('agent', `/${fileId}/download`)).toMatchObject({ status: 404, body: { code: 'file-not-found' } });
    expect(before).not.toEqual(stored());
  });

  it('[FILE-10, STAT-4] a file wakes the contact centre when nobody is there', async () => {
    await desk.client.hold(chat.chatId);
    await stack.settle();
    expect((await operator.rowOf(chat.chatId))?.status).toBe(-2);
    const offered = await offer('customer');
    await send(offered, PNG);
    await ask('customer', `/${offered.fileId}/confirm`, { seen: 9 });
    await stack.settle();
    expect(await listsOf(stack, agent)).toMatchObject({ waiting: { [chat.chatId]: 2 } });
    ({ fileId } = offered);
  });

  it('[FILE-9, END-2] files go with their chat, 90 days after its close, and what came to nothing long before', async () => {
    // Pages that are open would say so every half minute.
    customer.client.disconnect();
    desk.client.disconnect();
    await stack.pass(3 * DAY);
    expect((await operator.logOf(chat.chatId)).at(-1)?.type).toBe('chat-closed');
    // The two that are part of the chat, and the report of it; nothing that was only uploaded.
    expect(stored()).toEqual({ objects: 3 });
    expect((await fetch(await addressOf('customer', fileId))).status).toBe(200);
    await stack.pass(85 * DAY);
    expect(stored()).toEqual({ objects: 3 });
    await stack.pass(6 * DAY);
    expect(stored()).toEqual({ objects: 1 });
  });

  it('refuses no call of a function for want of a grant', () => {
    const refused = stack.lines.flatMap(({ kind, text }) => (kind === 'refusal' ? [text] : []));
    expect(refused.filter((line) => !line.includes('s3.PostObject') && !line.includes('s3.GetObject'))).toEqual([]);
  });
});
