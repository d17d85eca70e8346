import type { AddFile, Author, DeleteFile, PostMessage, SendNotice, UpdateUserData } from '../commands.ts';
import type { Actor, AgentId, ConnectionId, EventEnvelope } from '../events.ts';
import { maskText } from '../masking.ts';
import { tooFast } from '../pace.ts';
import { maySpeakFor } from '../readers.ts';
import { reject, type Rejection } from '../rejections.ts';
import { repeatOf } from '../repeats.ts';
import type { Session } from '../session.ts';
import { accept, type Decision, type Moment } from './draft.ts';
import { livingSockets, seenIn } from './presence.ts';

/** The nickname that an agent joined with. */
export const nicknameOf = (state: Session, agentId: AgentId): string =>
  state.agents.find((seat) => seat.agentId === agentId)?.nickname ?? '';

/** The actor of an author's event: an agent under the nickname they joined with, a workflow under the one it gives. */
export const actorOf = (state: Session, author: Author): Actor => {
  if (author.type === 'CLIENT') return { type: 'CLIENT' };
  if (author.type === 'EXTERNAL') return author;
  return { type: 'AGENT', agentId: author.agentId, nickname: nicknameOf(state, author.agentId) };
};

/** Whether `author` may act in the chat at all: it is open and, for an agent, they are in it (ROLE-1, CLOSE-3, FLOW-1). */
export const refusalFor = (state: Session, author: Author): Rejection | undefined => {
  if (state.phase === 'closed') return reject('chat-closed', 'unable to change the chat; it is closed');
  if (author.type !== 'AGENT' || state.agents.some((seat) => seat.agentId === author.agentId)) return undefined;
  return reject('not-in-chat', 'unable to act in the chat; join it first');
};

const unlistedSocket = (state: Session, author: Author, moment: Moment): ConnectionId | undefined => {
  if (author.type !== 'CLIENT') return undefined;
  const known = livingSockets(state, moment.now).some((socket) => socket.id === author.connectionId);
  return known ? undefined : author.connectionId;
};

/** What somebody in the chat says: a message, a notice, user data, a file. */
type Saying = PostMessage | SendNotice | UpdateUserData | AddFile | DeleteFile;

/** Whether what somebody says is a repeat, or they may not say it now. */
export const hearing = (state: Session, command: Saying, moment: Moment): Decision | undefined =>
  repeatOf(state, command) ?? refusalFor(state, command.by) ?? tooFast(state, command.by, moment.now, moment.options);

/** The envelope of what somebody says; a customer's carries the client's position and its socket, if those are news. */
export const saidBy = (state: Session, { id, by, seen }: Saying, moment: Moment): SaidBy => {
  const seenBy = seenIn(state, seen);
  const socket = unlistedSocket(state, by, moment);
  return {
    id,
    actor: actorOf(state, by),
    ...(by.type === 'CLIENT' && seenBy > state.customer.seen ? { seen: seenBy } : {}),
    ...(socket === undefined ? {} : { socket }),
  };
};

/** What is said, as the log may hold it (MASK-1). */
export const masked = (text: string, { options }: Moment): string | Rejection =>
  maskText(text, options.masks, options.maskCharacter) ??
  reject('too-long', 'unable to take the text; masking makes it too long');

type SaidBy = Pick<EventEnvelope, 'id' | 'actor' | 'seen' | 'socket'>;

/** A message of somebody who is in the chat (MSG-1). */
export const decidePost = (state: Session, command: PostMessage, moment: Moment): Decision => {
  const answer = hearing(state, command, moment);
  if (answer !== undefined) return answer;
  const { by, text, messageType, visibility = 'ALL' } = command;
  if (!maySpeakFor(by, visibility)) {
    return reject('not-allowed', `unable to post with visibility ${visibility}; it is not for this author`);
  }
  const words = masked(text, moment);
  if (typeof words !== 'string') return words;
  return accept(
    state,
    {
      type: 'message-posted',
      ...saidBy(state, command, moment),
      visibility,
      text: words,
      ...(messageType === undefined ? {} : { messageType }),
    },
    moment,
  );
};
