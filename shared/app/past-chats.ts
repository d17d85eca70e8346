import type { AgentId, ChatEvent, ChatId, Continued, EventOf } from '../domain/events.ts';
import type { Session } from '../domain/session.ts';
import { isSecureKey } from './credentials.ts';
import { LogLeaving, type ChatLog, type Clock, type IdSource, type KeyRing, type Loaded } from './ports.ts';
import { RETENTION_SEC } from './run-effects.ts';

/** What looking into past chats needs. */
interface PastDeps {
  readonly log: ChatLog;
  readonly clock: Clock;
}

/** A customer's wish to continue a closed chat; its secure key proves that it is theirs. */
interface ContinueWish {
  readonly chatId: ChatId;
  readonly secureKey: string;
  /** The first event to be shown; left out for the whole chat and those that it continued. */
  readonly from?: number | undefined;
}

/** Why nothing is shown or continued; codes as on the wire. */
export interface PastRefusal {
  readonly kind: 'refused';
  readonly code: 'unauthorized' | 'not-allowed' | 'wrong-chat' | 'expired' | 'bad-frame';
  readonly detail: string;
}

/** What an opening says of the chats that it continues. */
export type Continuation = Pick<EventOf<'chat-opened'>, 'continues' | 'lastAgentId'>;

/** So many past chats are shown through one, the newest (CONT-4). */
const PAST_MAX = 8;

const refuse = (code: PastRefusal['code'], detail: string): PastRefusal => ({ kind: 'refused', code, detail });

/** The chat, unless its log has expired: wholly gone, being removed, or about to be. */
const loadKept = async ({ log, clock }: PastDeps, chatId: ChatId): Promise<Loaded | undefined> => {
  try {
    const loaded = await log.load(chatId, 'strong');
    if (loaded === undefined) return undefined;
    const { phase, at } = loaded.state;
    // What DynamoDB has not yet got round to removing has expired all the same.
    return phase === 'closed' && clock.now() >= at + RETENTION_SEC * 1000 ? undefined : loaded;
  } catch (error) {
    if (error instanceof LogLeaving) return undefined;
    throw error;
  }
};

const openingOf = async (log: ChatLog, chatId: ChatId): Promise<EventOf<'chat-opened'> | undefined> => {
  const [opening] = (await log.readAfter(chatId, 0, 1, 'strong')).events;
  return opening?.type === 'chat-opened' ? opening : undefined;
};

/**
 * What the opening of a chat says that continues another one (CONT-1). A chat that its secret has opened already is found
 * whatever has become of the other one, so nothing is asked then (CONT-7).
 */
export const continuationFor = async (
  deps: PastDeps & { readonly keys: KeyRing; readonly ids: IdSource },
  secret: string,
  { chatId, secureKey, from }: ContinueWish,
): Promise<Continuation | PastRefusal> => {
  const doing = 'unable to continue the chat';
  if (!(await isSecureKey(deps.keys, chatId, secureKey)))
    return refuse('unauthorized', `${doing}; its secure key is wrong`);
  if ((await deps.log.load(deps.ids.chatIdOf(secret), 'strong')) !== undefined) return {};
  const loaded = await loadKept(deps, chatId);
  if (loaded === undefined) return refuse('expired', `${doing}; its transcript has expired`);
  const { state, tail } = loaded;
  if (state.phase === 'open') return refuse('not-allowed', `${doing}; it is still open, so go on in it`);
  if (from !== undefined && from > state.index)
    return refuse('bad-frame', `${doing}; continues.from: must be a whole number from 1 to ${state.index}`);
  // A point in a chat leaves out what came before it, the chats that it continued included (CONT-4).
  const older = from === undefined ? ((await openingOf(deps.log, chatId))?.continues ?? []) : [];
  const lastAgentId = await lastAgentOf(deps.log, state, tail);
  return {
    continues: [{ chatId, from: from ?? 1 }, ...older].slice(0, PAST_MAX),
    ...(lastAgentId === undefined ? {} : { lastAgentId }),
  };
};

const EVENTS_PER_READ = 100;

/** So many of the newest events are looked through for an agent: a hint is not worth more. */
const LOOKED_THROUGH_MAX = 500;

const agentIn = (events: readonly ChatEvent[]): AgentId | undefined =>
  events.findLast((event): event is EventOf<'agent-joined' | 'agent-left'> => {
    return event.type === 'agent-joined' || event.type === 'agent-left';
  })?.agentId;

/** Who was in the chat last: at its close, or the last to leave before that (CONT-8). */
const lastAgentOf = async (log: ChatLog, state: Session, tail: readonly ChatEvent[]): Promise<AgentId | undefined> => {
  const near = state.agents.at(-1)?.agentId ?? agentIn(tail);
  if (near !== undefined) return near;
  const oldest = Math.max(0, state.index - LOOKED_THROUGH_MAX);
  for (let end = state.index; end > oldest; end -= EVENTS_PER_READ) {
    const after = Math.max(oldest, end - EVENTS_PER_READ);
    const { events } = await log.readAfter(state.chatId, after, end - after, 'weak');
    const found = agentIn(events);
    if (found !== undefined) return found;
  }
  return undefined;
};

/**
 * The past chat `pastId` as it may be read through `chatId`: from where on, and its state. Only what the opening of `chatId`
 * names is shown (CONT-3, CONT-5).
 */
export const pastOf = async (
  deps: PastDeps,
  chatId: ChatId,
  pastId: ChatId,
): Promise<(Loaded & { readonly kind: 'found'; readonly from: number }) | PastRefusal> => {
  const doing = 'unable to read the transcript';
  const named: Continued | undefined = (await openingOf(deps.log, chatId))?.continues?.find(
    (past) => past.chatId === pastId,
  );
  if (named === undefined) return refuse('wrong-chat', `${doing}; the chat does not continue the one that past names`);
  const loaded = await loadKept(deps, pastId);
  if (loaded === undefined) return refuse('expired', `${doing}; that of the past chat has expired`);
  return { kind: 'found', ...loaded, from: named.from };
};
