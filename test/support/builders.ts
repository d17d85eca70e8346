import type {
  Author,
  CloseChat,
  ConnectCustomer,
  DisconnectCustomer,
  JoinChat,
  LeaveChat,
  LoseAgent,
  NoteTyping,
  OpenChat,
  Person,
  PostMessage,
  SendNotice,
  UpdateUserData,
} from '../../shared/domain/commands.ts';
import {
  versionOf,
  type ChatEvent,
  type EventBody,
  type EventEnvelope,
  type EventOf,
  type UserDataChanges,
} from '../../shared/domain/events.ts';
import { DEFAULT_OPTIONS, type ChatOptions, type Periods } from '../../shared/domain/options.ts';
import type { PushSubscription } from '../../shared/domain/push-subscription.ts';

/** Seconds and longer spans in milliseconds. */
export const SEC = 1_000;
export const MIN = 60 * SEC;
export const HOUR = 60 * MIN;

/** A moment, in milliseconds after the chat was opened: tests open their chat at 0. */
export const at = (ms: number): number => ms;

export const CHAT = 'dormousedormousedormousedo';
export const ANN = 'agent-ann';
export const BOB = 'agent-bob';
export const CUSTOMER = { type: 'CLIENT' } as const;
export const SYSTEM = { type: 'SYSTEM' } as const;
/** A workflow, and one that speaks as a bot. */
export const FLOW = { type: 'EXTERNAL', nickname: 'Night watch' } as const;
export const BOT = { type: 'EXTERNAL', bot: true } as const;

/** The user data of an asynchronous chat. */
export const ASYNC = { GCTI_Chat_AsyncMode: 'true' } as const;

/** A device to push to. */
export const DEVICE: PushSubscription = { deviceId: 'device-1', deviceType: 'customhttp' };

/** Genesys' defaults, with a push subscription: one presence period is a day. */
export const PUSH_PERIODS: Periods = { idleAlertSec: 86_400, idleCloseSec: 3_600, presenceSec: 86_400 };
/** The same without a push subscription. */
export const FLEX_PERIODS: Periods = { ...PUSH_PERIODS, presenceSec: 45 };
export const OPTIONS: ChatOptions = DEFAULT_OPTIONS;

/** When the clocks of CHAT run out, jitter included, if they are started at 0 with Genesys' defaults. */
export const DUE = { alert: 86_526_194, close: 3_607_473, pushPresence: 86_666_543, flexPresence: 45_138 } as const;

/** What the opening of a chat with push subscription arms: a second after the alert, on the full minute. */
export const FIRST_ARM = { number: 1, at: 86_580_000 } as const;

/** The nicknames of the agents. */
const NICKNAMES: Readonly<Record<string, string>> = { [ANN]: 'Ann', [BOB]: 'Bob' };

export const agent = (agentId: string, nickname = NICKNAMES[agentId] ?? agentId) =>
  ({ type: 'AGENT', agentId, nickname }) as const;

/** An event that waits for its place in a log. */
export type Unplaced = (index: number) => ChatEvent;

type Extra = Partial<Omit<EventEnvelope, 'v' | 'index' | 'at'>>;

const event =
  (atMs: number, body: EventBody & Omit<EventEnvelope, 'v' | 'index' | 'at'>): Unplaced =>
  (index) => ({ v: versionOf(body), index, at: atMs, ...body });

type OpenedData = Partial<
  Pick<
    EventOf<'chat-opened'>,
    'service' | 'nickname' | 'push' | 'userData' | 'subject' | 'subscription' | 'continues' | 'lastAgentId'
  >
>;

/** The opening of a chat: with a push subscription, Genesys' defaults and the alert's wake-up, unless said. */
export const opened = (extra: Extra & OpenedData = {}): Unplaced => {
  const push = extra.push ?? true;
  return event(0, {
    type: 'chat-opened',
    id: 's/open',
    actor: CUSTOMER,
    visibility: 'ALL',
    chatId: CHAT,
    service: 'default',
    nickname: 'Ada',
    push,
    userData: ASYNC,
    periods: push ? PUSH_PERIODS : FLEX_PERIODS,
    arm: push ? FIRST_ARM : { number: 1, at: DUE.flexPresence + SEC },
    ...extra,
  });
};

export const connected = (connectionId: string, atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, {
    type: 'customer-connected',
    id: `s/hello/${connectionId}`,
    actor: CUSTOMER,
    visibility: 'INT',
    connectionId,
    seen: 0,
    ...extra,
  });

export const disconnected = (
  connectionId: string,
  atMs: number,
  extra: Extra & { cause?: 'closed' | 'gone' | 'lease-over' } = {},
): Unplaced =>
  event(atMs, {
    type: 'customer-disconnected',
    id: `s/gone/${connectionId}`,
    actor: SYSTEM,
    visibility: 'INT',
    connectionId,
    cause: 'closed',
    ...extra,
  });

/** A message of the customer. */
export const customerPosted = (id: string, atMs: number, extra: Extra & { text?: string } = {}): Unplaced =>
  event(atMs, {
    type: 'message-posted',
    id: `c/${id}`,
    actor: CUSTOMER,
    visibility: 'ALL',
    text: 'Hello',
    ...extra,
  });

/** A message of a workflow. */
export const flowPosted = (id: string, atMs: number, extra: Extra & { text?: string } = {}): Unplaced =>
  event(atMs, {
    type: 'message-posted',
    id: `x/AROAFLOW/${id}`,
    actor: FLOW,
    visibility: 'ALL',
    text: 'Hello',
    ...extra,
  });

export const agentPosted = (
  agentId: string,
  id: string,
  atMs: number,
  extra: Extra & { text?: string } = {},
): Unplaced =>
  event(atMs, {
    type: 'message-posted',
    id: `a/${agentId}/${id}`,
    actor: agent(agentId),
    visibility: 'ALL',
    text: 'Hello',
    ...extra,
  });

/** A notice of the customer, or of an agent. */
export const notified = (
  author: typeof CUSTOMER | string,
  id: string,
  atMs: number,
  extra: Extra & Partial<Pick<EventOf<'notice-sent'>, 'notice' | 'text' | 'counts'>> = {},
): Unplaced =>
  event(atMs, {
    type: 'notice-sent',
    id: typeof author === 'string' ? `a/${author}/${id}` : `c/${id}`,
    actor: typeof author === 'string' ? agent(author) : author,
    visibility: 'ALL',
    notice: 'custom',
    text: 'Hello',
    ...extra,
  });

export const typingNoted = (author: typeof CUSTOMER | string, atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, {
    type: 'typing-noted',
    id: 's/typing/S1',
    actor: typeof author === 'string' ? agent(author) : author,
    visibility: 'NONE',
    ...extra,
  });

/** User data set by the customer, or by an agent. */
export const dataUpdated = (
  author: typeof CUSTOMER | string,
  id: string,
  userData: UserDataChanges,
  atMs: number,
  extra: Extra = {},
): Unplaced =>
  event(atMs, {
    type: 'user-data-updated',
    id: typeof author === 'string' ? `a/${author}/${id}` : `c/${id}`,
    actor: typeof author === 'string' ? agent(author) : author,
    visibility: typeof author === 'string' ? 'INT' : 'ALL',
    userData,
    ...extra,
  });

type Joining = Extra & { epoch?: number; nickname?: string };
export const joined = (agentId: string, atMs: number, extra: Joining = {}): Unplaced => {
  const actor = agent(agentId, extra.nickname);
  return event(atMs, {
    type: 'agent-joined',
    id: `a/${agentId}/join.0001`,
    actor,
    visibility: 'ALL',
    agentId,
    nickname: actor.nickname,
    epoch: 1,
    ...extra,
  });
};

export const left = (
  agentId: string,
  atMs: number,
  extra: Extra & Partial<Pick<EventOf<'agent-left'>, 'cause' | 'place'>> = {},
): Unplaced => {
  const isLost = extra.cause === 'lost';
  return event(atMs, {
    type: 'agent-left',
    id: isLost ? `s/lost/${agentId}/1` : `a/${agentId}/leave.01`,
    actor: isLost ? SYSTEM : agent(agentId),
    visibility: 'ALL',
    agentId,
    nickname: agent(agentId).nickname,
    cause: 'left',
    ...extra,
  });
};

export const alerted = (atMs: number, extra: Extra & { text?: string; second?: true } = {}): Unplaced =>
  event(atMs, {
    type: 'idle-alerted',
    id: 's/wake/1',
    actor: SYSTEM,
    visibility: 'ALL',
    text: OPTIONS.messageAlert,
    ...extra,
  });

export const closed = (
  atMs: number,
  extra: Extra & Partial<Pick<EventOf<'chat-closed'>, 'cause' | 'text' | 'stop' | 'attach'>> = {},
): Unplaced =>
  event(atMs, {
    type: 'chat-closed',
    id: 's/wake/2',
    actor: SYSTEM,
    visibility: 'ALL',
    cause: 'idle',
    text: OPTIONS.messageClose,
    ...extra,
  });

export const doubted = (atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, { type: 'presence-doubted', id: 's/wake/1', actor: SYSTEM, visibility: 'NONE', ...extra });

export const confirmed = (contactAt: number, atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, { type: 'presence-confirmed', id: 's/wake/1', actor: SYSTEM, visibility: 'NONE', contactAt, ...extra });

export const removed = (atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, { type: 'customer-removed', id: 's/wake/1', actor: SYSTEM, visibility: 'ALL', ...extra });

export const restored = (atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, {
    type: 'customer-restored',
    id: 's/restore/r-1',
    actor: SYSTEM,
    visibility: 'ALL',
    restores: true,
    ...extra,
  });

export const moved = (atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, { type: 'wake-up-moved', id: 's/wake/1', actor: SYSTEM, visibility: 'NONE', ...extra });

/** What went to a socket was not seen in time. */
export const unseenNoted = (atMs: number, extra: Extra = {}): Unplaced =>
  event(atMs, { type: 'unseen-noted', id: 's/wake/2', actor: SYSTEM, visibility: 'NONE', ...extra });

export const open = (extra: Partial<OpenChat> = {}): OpenChat => ({
  type: 'open-chat',
  id: 's/open',
  chatId: CHAT,
  service: 'default',
  nickname: 'Ada',
  push: true,
  userData: ASYNC,
  ...extra,
});

export const hello = (connectionId: string, seen = 0): ConnectCustomer => ({
  type: 'connect-customer',
  id: `s/hello/${connectionId}`,
  connectionId,
  seen,
});

export const socketGone = (
  connectionId: string,
  cause: DisconnectCustomer['cause'] = 'closed',
): DisconnectCustomer => ({ type: 'disconnect-customer', id: `s/gone/${connectionId}`, connectionId, cause });

/** A message of the customer; `seen` is high enough not to matter unless said. */
export const post = (id: string, extra: Partial<Omit<PostMessage, 'id' | 'type'>> = {}): PostMessage => ({
  type: 'post-message',
  id: `c/${id}`,
  seen: 0,
  by: CUSTOMER,
  text: 'Hello',
  ...extra,
});

export const agentPost = (
  agentId: string,
  id: string,
  extra: Partial<Omit<PostMessage, 'id' | 'type'>> = {},
): PostMessage => ({ ...post(id), id: `a/${agentId}/${id}`, by: { type: 'AGENT', agentId }, ...extra });

const AUTHOR_PARTS = { CLIENT: 'c', EXTERNAL: 'x/AROAFLOW' } as const;

const idOf = (by: Author, id: string): string =>
  `${by.type === 'AGENT' ? `a/${by.agentId}` : AUTHOR_PARTS[by.type]}/${id}`;

/** A message of a workflow; a bot's if `by` says so. */
export const flowPost = (id: string, extra: Partial<Omit<PostMessage, 'id' | 'type'>> = {}): PostMessage => ({
  ...post(id),
  id: idOf(FLOW, id),
  by: FLOW,
  ...extra,
});

/** A notice: custom words unless said. */
export const notify = (by: Author, id: string, extra: Partial<Omit<SendNotice, 'id' | 'type'>> = {}): SendNotice => ({
  type: 'send-notice',
  id: idOf(by, id),
  seen: 0,
  by,
  notice: 'custom',
  text: 'Hello',
  ...extra,
});

export const noteTyping = (by: Person, on = true): NoteTyping => ({ type: 'note-typing', id: 's/typing/S1', by, on });

export const updateData = (
  by: Author,
  id: string,
  userData: UserDataChanges,
  extra: Partial<Omit<UpdateUserData, 'id' | 'type'>> = {},
): UpdateUserData => ({ type: 'update-user-data', id: idOf(by, id), seen: 0, by, userData, ...extra });

export const join = (agentId: string, extra: Partial<JoinChat> = {}): JoinChat => ({
  type: 'join-chat',
  id: `a/${agentId}/join.0001`,
  seen: 0,
  agentId,
  nickname: agent(agentId).nickname,
  epoch: 1,
  ...extra,
});

export const leave = (agentId: string, extra: Partial<LeaveChat> = {}): LeaveChat => ({
  type: 'leave-chat',
  id: `a/${agentId}/leave.01`,
  seen: 0,
  agentId,
  cause: 'left',
  ...extra,
});

export const lose = (agentId: string, epoch = 1): LoseAgent => ({
  type: 'lose-agent',
  id: `s/lost/${agentId}/${epoch}`,
  agentId,
  epoch,
});

export const close = (by: CloseChat['by'] = CUSTOMER, extra: Partial<CloseChat> = {}): CloseChat => ({
  type: 'close-chat',
  id: idOf(by, 'close.01'),
  seen: 0,
  by,
  ...extra,
});
