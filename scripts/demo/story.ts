import * as v from 'valibot';
import { OpenAnswer, type ServerFrame } from '../../shared/protocol/index.ts';
import { openLine, type DemoLine } from './line.ts';
import type { Stage } from './stage.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A hidden page pings so often, because the gateway closes what is idle for ten minutes. */
const PING_MS = 8 * MINUTE_MS;

/** Silence of ten days brings the alert, another hour the close; the customer's phone may be away for twenty days. */
export const STORY_OPTIONS = {
  'async-idle-alert': 10 * 86_400,
  'async-idle-close': 3_600,
  'flex-push-timeout': 20 * 86_400,
} as const;

/** What people saw that the log does not show. */
export interface Seen {
  readonly chatId: string;
  /** Texts that the customer read on coming back. */
  readonly missedTexts: readonly string[];
  /** Types of what was pushed to the customer at the end. */
  readonly lastPushed: readonly string[];
}

const expectFrame = <T extends ServerFrame['type']>(frame: ServerFrame, type: T): Extract<ServerFrame, { type: T }> => {
  if (frame.type !== type) throw new Error(`unable to go on; expected ${type}, got ${JSON.stringify(frame)}`);
  return frame as Extract<ServerFrame, { type: T }>;
};

/** The people of the story: each command waits for its ack, and says so when it is refused. */
const actor = (line: DemoLine, chat: string, name: string) => {
  let n = 0;
  let seen = 0;
  const command = async (op: 'post' | 'join' | 'leave' | 'hold', text?: string): Promise<void> => {
    n += 1;
    const base = { id: `${name}-story.${n}`, seen, chat };
    const frame = op === 'post' ? { op, ...base, text: text ?? '' } : { op, ...base };
    const ack = expectFrame(await line.ask(frame), 'ack');
    seen = Math.max(seen, ack.index ?? 0);
  };
  return {
    line,
    command,
    hello: async (after: number) => {
      const answer = await line.ask({ op: 'hello', v: 1, ref: `${name}-hello`, after });
      const [chatMissed] = expectFrame(answer, 'hello-ok').chats;
      seen = chatMissed?.position ?? seen;
      return chatMissed?.events ?? [];
    },
    ping: () => line.ask({ op: 'ping', ref: `${name}-ping`, after: seen }),
    /** Everything up to here was acknowledged or shown. */
    position: () =>
      line.pushed().reduce((top, frame) => (frame.type === 'event' ? Math.max(top, frame.event.index) : top), seen),
  };
};

const signIn = async (stage: Stage): Promise<string> => {
  const answer = await fetch(stage.cloud.outputs.local.signInUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sub: 'agent-ann', name: 'Ann' }),
  });
  return v.parse(v.object({ idToken: v.string() }), await answer.json()).idToken;
};

const open = async (http: string) =>
  v.parse(
    OpenAnswer,
    await (
      await fetch(`${http}/chats`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          secret: 'a-secret-of-the-customers-phone',
          nickname: 'Mia',
          subject: 'A parcel that never came',
          userData: {
            GCTI_Chat_AsyncMode: 'true',
            push_notification_deviceid: 'phone-of-mia',
            push_notification_type: 'customhttp',
          },
        }),
      })
    ).json(),
  );

/** Plays the story; answers with what the people saw. @throws when somebody is refused or left without an answer. */
export const play = async (stage: Stage, say: (chapter: string) => void): Promise<Seen> => {
  const { cloud } = stage;
  const http = stage.output('FrontDoorUrl');
  const pass = async (ms: number): Promise<void> => {
    await cloud.idle();
    await cloud.advance(ms);
  };

  say('The customer opens a chat.');
  const { chatId, secureKey } = await open(http);
  const customerTicket = `${http}/chats/${chatId}/ticket`;
  const mia = actor(await openLine(customerTicket, `Bearer ${secureKey}`), chatId, 'customer');
  await mia.hello(0);
  await pass(2 * MINUTE_MS);

  say('An agent joins, and both talk.');
  const authorization = `Bearer ${await signIn(stage)}`;
  const ann = actor(await openLine(`${http}/desk/ticket`, authorization), chatId, 'agent');
  await ann.hello(0);
  await ann.command('join');
  await mia.command('post', 'My parcel was due on Monday.');
  await pass(MINUTE_MS);
  await ann.command('post', 'I will ask the carrier and come back to you.');
  await pass(MINUTE_MS);

  say('The customer pockets the phone; the agent writes once more and puts the chat on hold.');
  const leftAt = mia.position();
  await mia.line.close();
  await ann.command('post', 'The carrier answers within a week.');
  await ann.command('hold');
  await ann.line.close();
  await pass(8 * DAY_MS);

  say('Eight days later the customer returns, reads what it missed, and writes.');
  const back = actor(await openLine(customerTicket, `Bearer ${secureKey}`), chatId, 'customer-back');
  const missed = await back.hello(leftAt);
  await back.command('post', 'Any news?');
  await pass(5 * MINUTE_MS);

  say('The agent joins again, answers, and leaves.');
  const again = actor(await openLine(`${http}/desk/ticket`, `Bearer ${await signIn(stage)}`), chatId, 'agent-back');
  await again.hello(0);
  await again.command('join');
  await again.command('post', 'It is on its way.');
  await pass(MINUTE_MS);
  await again.command('leave');
  await again.line.close();
  await back.line.close();

  say('Nobody writes for ten days: the alert, and an hour later the close.');
  await pass(10 * DAY_MS - MINUTE_MS);
  const last = actor(await openLine(customerTicket, `Bearer ${secureKey}`), chatId, 'customer-last');
  await last.hello(back.position());
  for (let passedMs = 0; passedMs < 80 * MINUTE_MS; passedMs += PING_MS) {
    await pass(PING_MS);
    await last.ping();
  }
  const lastPushed = last.line.pushed().flatMap((frame) => (frame.type === 'event' ? [frame.event.type] : []));
  await last.line.close();
  const missedTexts = missed.flatMap((event) => (event.type === 'message-posted' ? [event.text] : []));
  return { chatId, missedTexts, lastPushed };
};
