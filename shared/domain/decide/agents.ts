import { NICKNAME_CHARS_MAX } from '../../protocol/limits.ts';
import type { JoinChat, LeaveChat, LoseAgent } from '../commands.ts';
import { AGENTS_MAX } from '../limits.ts';
import { tooFast } from '../pace.ts';
import { reject } from '../rejections.ts';
import { repeatOf } from '../repeats.ts';
import { restoresCustomer } from '../restore.ts';
import type { Session } from '../session.ts';
import { accept, complete, NOTHING, type Decision, type Moment } from './draft.ts';
import { actorOf, masked, nicknameOf, refusalFor } from './post.ts';

/** Joining makes an event once; with a newer desk epoch again (AGENT-4). */
export const decideJoin = (state: Session, command: JoinChat, moment: Moment): Decision => {
  const repeat = repeatOf(state, command);
  if (repeat !== undefined) return repeat;
  if (state.phase === 'closed') return reject('chat-closed', 'unable to join the chat; it is closed');
  const { id, agentId, nickname, epoch } = command;
  const seat = state.agents.find((member) => member.agentId === agentId);
  if (seat !== undefined && seat.epoch >= epoch) return NOTHING;
  if (seat === undefined && state.agents.length >= AGENTS_MAX) {
    return reject('too-many-agents', `unable to join the chat; it has ${AGENTS_MAX} agents already`);
  }
  // Going in and out writes lists and tells the world: what comes in is paced, leaving never is.
  const refusal = tooFast(state, { type: 'AGENT', agentId }, moment.now, moment.options);
  if (refusal !== undefined) return refusal;
  // The name comes from the agent's identity, which nobody masked.
  const name = masked(nickname, moment);
  if (typeof name !== 'string') return name;
  const shown = name.slice(0, NICKNAME_CHARS_MAX);
  // A member's new desk epoch is bookkeeping: nobody joined, and no idle clock starts over (AGENT-4).
  const visibility = seat === undefined ? 'ALL' : 'NONE';
  const actor = { type: 'AGENT', agentId, nickname: shown } as const;
  const restores = seat === undefined && restoresCustomer(state, 'agent', moment.options);
  const draft = { type: 'agent-joined', id, actor, visibility, agentId, nickname: shown, epoch } as const;
  return accept(state, restores ? { ...draft, restores } : draft, moment);
};

/** Leaving, putting on hold, transferring: the last agent to go lets the chat sleep or sends it on (STAT-3, STAT-9). */
export const decideLeave = (state: Session, command: LeaveChat, moment: Moment): Decision => {
  const repeat = repeatOf(state, command);
  if (repeat !== undefined) return repeat;
  const { id, agentId, cause, place } = command;
  const author = { type: 'AGENT', agentId } as const;
  const refusal = refusalFor(state, author);
  if (refusal !== undefined) return refusal;
  const actor = actorOf(state, author);
  const nickname = nicknameOf(state, agentId);
  const where = place === undefined ? {} : { place };
  const draft = { type: 'agent-left', id, actor, visibility: 'ALL', agentId, nickname, cause, ...where } as const;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};

/** A loss removes only a membership of its own epoch or an older one (AGENT-5). */
export const decideLoss = (state: Session, command: LoseAgent, moment: Moment): Decision => {
  const { id, agentId, epoch } = command;
  const seat = state.agents.find((member) => member.agentId === agentId);
  if (state.phase === 'closed' || seat === undefined || seat.epoch > epoch) return NOTHING;
  const draft = {
    type: 'agent-left',
    id,
    actor: { type: 'SYSTEM' },
    visibility: 'ALL',
    agentId,
    nickname: seat.nickname,
    cause: 'lost',
  } as const;
  return { kind: 'accepted', event: complete(state, draft, moment) };
};
