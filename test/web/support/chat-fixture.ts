import type { ServerFrame, WireEvent } from '../../../shared/protocol/index.ts';
import { createChatClient, type ChatClient, type ChatClientOptions } from '../../../web/client/chat-client.ts';
import type { OutboxStore } from '../../../web/client/ports.ts';
import { ManualTimers } from '../../support/manual-timers.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { farSide, type FarEnd, type FarSide } from '../../support/socket-pair.ts';

export const CHAT = 'abcdefghijklmnopqrstuvwxyz';

/** A message of the agent's: `prev` is the index before it unless the test says otherwise. */
export const said = (index: number, text: string, prev = index - 1): WireEvent => ({
  type: 'message-posted',
  index,
  prev,
  at: 1_000 * index,
  from: { type: 'AGENT', nickname: 'Ada', agentId: 'ada' },
  text,
});

/** An own message as the log has it. */
export const own = (index: number, id: string, text: string, prev = index - 1): WireEvent => ({
  type: 'message-posted',
  index,
  prev,
  at: 1_000 * index,
  from: { type: 'CLIENT', nickname: 'Carl' },
  id,
  text,
});

export const pushed = (event: WireEvent): ServerFrame => ({ type: 'event', chat: CHAT, event });

/** A store that a second client can be given, as after a reload. */
export const keptStore = (): OutboxStore & { text: string | undefined } => ({
  text: undefined,
  load() {
    return this.text === undefined ? [] : [this.text];
  },
  save(text) {
    this.text = text;
  },
});

export interface Fixture {
  readonly client: ChatClient;
  readonly timers: ManualTimers;
  readonly far: FarSide;
  /** What the page was shown. */
  readonly shown: WireEvent[];
  readonly states: string[];
  /** Opens the newest socket, answers its hello with what was missed, and answers the socket. */
  greet(missed?: readonly WireEvent[], position?: number, options?: { more?: boolean; closed?: boolean }): FarEnd;
}

export const fixture = (
  options: Pick<ChatClientOptions, 'after' | 'store' | 'onRead'> & { timers?: ManualTimers; seed?: number } = {},
): Fixture => {
  const { timers = new ManualTimers(), seed = 1, ...rest } = options;
  const far = farSide();
  const shown: WireEvent[] = [];
  const states: string[] = [];
  const client = createChatClient({
    ...rest,
    chatId: CHAT,
    nickname: 'Carl',
    openSocket: far.openSocket,
    timers,
    random: seededRandom(seed),
    onEvents: (events) => shown.push(...events),
    onState: (state, refusal) => states.push(refusal === undefined ? state : `${state}: ${refusal}`),
  });
  const greet: Fixture['greet'] = (missed = [], position, { more = false, closed = false } = {}) => {
    const end = far.last();
    end.open();
    answerHello(end, missed, position, { more, closed });
    return end;
  };
  return { client, timers, far, shown, states, greet };
};

/** Answers a hello that waits in the inbox. */
export const answerHello = (
  end: FarEnd,
  missed: readonly WireEvent[] = [],
  position?: number,
  { more = false, closed = false }: { more?: boolean; closed?: boolean } = {},
): void => {
  const { ref, after = 0 } = end.take('hello');
  end.deliver({
    type: 'hello-ok',
    ref,
    v: 1,
    role: 'customer',
    chats: [{ chat: CHAT, events: [...missed], position: position ?? missed.at(-1)?.index ?? after, more, closed }],
    pingSec: 30,
    rotateSec: 6_600,
  });
};

/** Answers a catch-up that waits in the inbox. */
export const page = (end: FarEnd, events: readonly Parameters<typeof said>[], position: number, more = false): void => {
  const { ref } = end.take('catch-up');
  end.deliver({ type: 'page', ref, chat: CHAT, events: events.map((one) => said(...one)), position, more });
};

/** Accepts the message that waits in the inbox; answers its id. */
export const acknowledge = (end: FarEnd, index: number, prev = index - 1): string => {
  const { id } = end.take('post');
  end.deliver({ type: 'ack', ref: id, chat: CHAT, index, prev, at: 1_000 * index });
  return id;
};

/** How long the client waits until it opens its next socket. */
export const pauseUntilNext = (far: FarSide, timers: ManualTimers): number => {
  const from = timers.now();
  const before = far.ends.length;
  while (far.ends.length === before) timers.pass(10);
  return timers.now() - from;
};

export const texts = (events: readonly { type: string }[]): unknown[] =>
  events.map((event) => 'text' in event && event.text);
