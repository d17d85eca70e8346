import { checkAt, deadlines } from '../domain/deadlines.ts';
import type { ChatId, EpochMs, UserDataChanges } from '../domain/events.ts';
import { mergedUserData } from '../domain/evolve.ts';
import type { Session } from '../domain/session.ts';
import { livingSockets } from '../domain/decide/presence.ts';
import type { SessionAnswer } from '../protocol/workflow-http.ts';
import type { ChatLog } from './ports.ts';

/** User data as they are: what the opening gave, changed by what was set or deleted since. */
const userDataNow = (
  given: Readonly<Record<string, string>>,
  changes: UserDataChanges = {},
): Record<string, string> => {
  const now: Record<string, string> = {};
  for (const [key, value] of Object.entries(mergedUserData(given, changes))) if (value !== null) now[key] = value;
  return now;
};

const customerOf = (state: Session, now: EpochMs): SessionAnswer['customer'] => {
  const { nickname, removed, absence, seen, push } = state.customer;
  // A lease that is over counts as gone, said or not (PRES-2).
  const isConnected = state.phase === 'open' && livingSockets(state, now).length > 0;
  return {
    nickname,
    presence: removed ? 'removed' : isConnected ? 'connected' : 'absent',
    ...(absence === undefined ? {} : { absentSince: absence.since }),
    seen,
    push,
  };
};

/** What a workflow learns of a chat (FLOW-8); undefined when there is none. Costs two strong reads. */
export const sessionInfo = async (log: ChatLog, chatId: ChatId, now: EpochMs): Promise<SessionAnswer | undefined> => {
  const loaded = await log.load(chatId, 'strong');
  if (loaded === undefined) return undefined;
  const { state } = loaded;
  // The state keeps what changed; what the opening gave stands in the first event alone.
  const [opening] = (await log.readAfter(chatId, 0, 1, 'strong')).events;
  const given = opening?.type === 'chat-opened' ? opening.userData : {};
  return {
    chatId,
    service: state.service,
    phase: state.phase,
    index: state.index,
    at: state.at,
    openedAt: state.openedAt,
    status: state.status,
    statusAt: state.statusAt,
    checkAt: checkAt(state),
    activeAt: state.idle.since,
    ...(state.idle.alertedAt === undefined ? {} : { alertedAt: state.idle.alertedAt }),
    customer: customerOf(state, now),
    agents: state.agents.map(({ agentId, nickname, joinedAt }) => ({ agentId, nickname, joinedAt })),
    ...state.placed,
    userData: userDataNow(given, state.userData),
    deadlines: deadlines(state).map(({ kind, at }) => ({ kind, at })),
  };
};
