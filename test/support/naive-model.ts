import type {
  Author,
  CheckStuck,
  Command,
  FileCommand,
  JoinChat,
  LeaveChat,
  LoseAgent,
  NoteTyping,
  PostMessage,
  SendNotice,
  UpdateUserData,
  WakeUp,
} from '../../shared/domain/commands.ts';
import { fileOptionsOf } from '../../shared/domain/file-options.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
import type { Fact } from './naive-fact.ts';
import { filesAnswer } from './naive-files.ts';
import { isCounted, isFor, nicknameOf, userDataOf } from './naive-notices.ts';
import { repeatedAnswer } from './naive-repeats.ts';
import { isAlive, LEASE_MS, presenceOf, type Presence } from './naive-presence.ts';
import { statusOf, type Status } from './naive-status.ts';
import { dueUnseen, seeingOf, seenBy } from './naive-unseen.ts';
import { checkAtOf, delayMax, dueInSilence, nextOf, silenceOf, stagesOf, type Silence } from './naive-silence.ts';

/*
 * A second model of a chat, written from docs/SPEC.md alone: it keeps the whole history, remembers nothing else, and reads
 * all of it again for every question. Delays of deadlines are bounds here, and the bookkeeping of wake-ups is left free:
 * where the clauses leave a choice, several answers are allowed.
 */

const SEC = 1_000;
const MIN = 60 * SEC;
const SLIP_MS = 2 * MIN;
const AGENTS = 16;
const EVENT_BYTES = 32_768;

/** What may come of a command. */
export type Answer =
  | { readonly kind: 'accepted'; readonly fact: Fact }
  | { readonly kind: 'nothing'; readonly index?: number }
  | { readonly kind: 'rejected'; readonly code: string };

/** A deadline that falls between two moments: its delay is not known here. */
export interface Due {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

const NOTHING: Answer = { kind: 'nothing' };
const refused = (code: string): Answer => ({ kind: 'rejected', code });

type Body = Omit<Fact, 'index' | 'at' | 'options' | 'id'>;

/** The whole history of one chat, and what follows from it. */
export class NaiveChat {
  readonly facts: Fact[] = [];

  get last(): Fact {
    const fact = this.facts.at(-1);
    if (fact === undefined) throw new Error('unable to look back; nothing has happened');
    return fact;
  }

  get isClosed(): boolean {
    return this.facts.some((fact) => fact.what === 'chat-closed');
  }

  /** Who is in the chat, in the order of joining. */
  get agents(): string[] {
    const here: string[] = [];
    for (const { what, agentId } of this.facts) {
      if (agentId === undefined) continue;
      if (what === 'agent-joined' && !here.includes(agentId)) here.push(agentId);
      if (what === 'agent-left') here.splice(here.indexOf(agentId), 1);
    }
    return here;
  }

  /** Status and since when (STAT-1 to STAT-8). */
  get status(): Status {
    return statusOf(this.facts);
  }

  /** The silence since the last activity (IDLE-3, IDLE-4, REG-4). */
  get silence(): Silence {
    return silenceOf(this.facts);
  }

  /** The customer's side: sockets, or how long it has been without, or removed (PRES-1 to PRES-9). */
  get presence(): Presence {
    return presenceOf(this.facts);
  }

  /** The presence period of the last event, in milliseconds (OPT-3, OPT-4). */
  get presenceMs(): number {
    const { options } = this.last;
    return (this.facts[0]?.push === true ? options.flexPushSec : options.flexDisconnectSec) * SEC;
  }

  get checkAt(): number {
    return checkAtOf(this.silence);
  }

  /** Every clock that runs. */
  get deadlines(): Due[] {
    if (this.isClosed) return [];
    const all: Due[] = [nextOf(this.silence)];
    const presence = this.presenceMs;
    const { sockets, absentSince, doubtedAt } = this.presence;
    if (sockets.length > 0) {
      const end = Math.max(...sockets.map((socket) => socket.since)) + LEASE_MS;
      all.push({ kind: 'lease', from: end, to: end });
    } else if (absentSince !== undefined) {
      const from = (doubtedAt ?? absentSince) + presence;
      all.push({ kind: 'presence', from, to: from + delayMax(presence) });
    }
    const { waiting } = seeingOf(this.facts);
    if (waiting !== undefined) {
      const from = waiting.since + waiting.ms;
      all.push({ kind: 'unseen', from, to: from + delayMax(waiting.ms) });
    }
    return all;
  }

  /** What may come of `command`; more than one answer where a delay, or the bookkeeping of wake-ups, decides. */
  answers(command: Command | FileCommand, now: number, options: ChatOptions): Answer[] {
    const at = Math.max(now, this.facts.at(-1)?.at ?? 0);
    const place = { index: this.facts.length + 1, at, id: command.id, options, ...seenBy(this.facts, command) };
    const happens = (body: Body): Answer => {
      const countable = body.what.startsWith('file-') ? 'file' : body.notice;
      const counts =
        body.visibility === 'ALL' &&
        body.bot !== true &&
        countable !== undefined &&
        isCounted(options, this.facts[0]?.regular === true, countable);
      return { kind: 'accepted', fact: { ...place, ...body, ...(counts ? { counts } : {}) } };
    };
    if (command.type === 'open-chat') {
      if (this.facts.length > 0) return [{ kind: 'nothing', index: 1 }];
      const { push, nickname, subject, userData, subscription } = command;
      const regular = userData['GCTI_Chat_AsyncMode'] !== 'true';
      const told = {
        push,
        subscribed: subscription !== undefined,
        nickname,
        regular,
        ...(subject === undefined ? {} : { subject }),
      };
      return [happens({ what: 'chat-opened', by: 'customer', visibility: 'ALL', ...told })];
    }
    if (this.facts.length === 0) return [refused('chat-not-found')];
    if (command.type === 'wake-up' || command.type === 'check-stuck')
      return this.wakeAnswers(command, now, options, happens);
    if ('seen' in command && command.type !== 'connect-customer') {
      const repeat = repeatedAnswer(this.facts, command.id, command.seen);
      if (repeat !== undefined) return [repeat];
    }
    return this.answersAnew(command, now, options, happens);
  }

  /** What may come of a command that was not given before. */
  private answersAnew(
    command: Exclude<Command, { type: 'open-chat' } | WakeUp | CheckStuck> | FileCommand,
    now: number,
    options: ChatOptions,
    happens: (body: Body) => Answer,
  ): Answer[] {
    if ('file' in command) return [this.answerFiles(command, options, happens)];
    if (command.type === 'note-typing') return [this.answerTyping(command, now, options, happens)];
    if (command.type === 'restore-chat') return [this.answerRestore(options, happens)];
    if (command.type === 'apply-options') return this.answersApply(options, happens);
    return [this.answer(command, options, now, happens)];
  }

  private answerFiles(command: FileCommand, options: ChatOptions, happens: (body: Body) => Answer): Answer {
    const { by } = command;
    const refusal = command.type === 'fetch-file' ? undefined : this.refusal(by);
    if (refusal !== undefined) return refusal;
    const came = filesAnswer(this.facts, command, fileOptionsOf(options.set), this);
    if (typeof came === 'string') return refused(came);
    if (typeof came === 'number') return { kind: 'nothing', index: came };
    return came === undefined ? NOTHING : happens({ ...this.signed(by), visibility: 'ALL', what: '', ...came });
  }

  private answerTyping(
    { by, on }: NoteTyping,
    now: number,
    options: ChatOptions,
    happens: (body: Body) => Answer,
  ): Answer {
    const isIn = by.type === 'CLIENT' ? !this.presence.removed : this.agents.includes(by.agentId);
    const { silence } = this;
    if (this.isClosed || !isIn || !isCounted(options, silence.regular, on ? 'typing-on' : 'typing-off')) return NOTHING;
    const wakes = by.type === 'CLIENT' && this.agents.length === 0 && this.status.value !== 2;
    const everyMs = Math.min(30 * SEC, (stagesOf(silence)[0]?.ms ?? 0) / 3);
    if (!wakes && silence.alertedAt === undefined && now < silence.since + everyMs) return NOTHING;
    return happens({ what: 'typing-noted', ...this.signed(by), visibility: 'NONE' });
  }

  private answer(
    command: Exclude<
      Command,
      WakeUp | CheckStuck | NoteTyping | { type: 'open-chat' | 'restore-chat' | 'apply-options' }
    >,
    options: ChatOptions,
    now: number,
    happens: (body: Body) => Answer,
  ): Answer {
    const { sockets, removed } = this.presence;
    const living = sockets.filter((socket) => isAlive(socket, now));
    switch (command.type) {
      case 'connect-customer': {
        const { connectionId } = command;
        if (this.isClosed || living.some((socket) => socket.id === connectionId)) return NOTHING;
        const visibility = removed ? 'ALL' : living.length === 0 ? 'INT' : 'NONE';
        return happens({ what: 'customer-connected', by: 'customer', visibility, connectionId });
      }
      case 'disconnect-customer': {
        const { connectionId, cause } = command;
        if (this.isClosed || !sockets.some((socket) => socket.id === connectionId)) return NOTHING;
        const visibility = living.some((socket) => socket.id !== connectionId) ? 'NONE' : 'INT';
        return happens({ what: 'customer-disconnected', by: 'system', visibility, connectionId, cause });
      }
      case 'post-message':
      case 'send-notice':
      case 'update-user-data':
        return this.answerSaying(command, living, happens);
      case 'join-chat':
        return this.answerJoin(command, options, happens);
      case 'leave-chat':
        return this.answerLeave(command, happens);
      case 'lose-agent':
        return this.answerLoss(command, happens);
      case 'close-chat':
        return this.answerClose(command.by, happens);
    }
  }

  private answerLoss({ agentId, epoch }: LoseAgent, happens: (body: Body) => Answer): Answer {
    const joined = this.joinOf(agentId);
    if (this.isClosed || joined === undefined || (joined.epoch ?? 0) > epoch) return NOTHING;
    const who = { agentId, nickname: nicknameOf(this.facts, agentId) };
    return happens({ what: 'agent-left', by: 'system', visibility: 'ALL', cause: 'lost', ...who });
  }

  private answerClose(by: Author, happens: (body: Body) => Answer): Answer {
    const cause = { CLIENT: 'customer', AGENT: 'agent', EXTERNAL: 'workflow' }[by.type];
    const body = { what: 'chat-closed', ...this.signed(by), visibility: 'ALL', cause, text: '' } as const;
    return this.refusal(by) ?? happens(body);
  }

  private answerSaying(
    command: PostMessage | SendNotice | UpdateUserData,
    living: readonly { id: string }[],
    happens: (body: Body) => Answer,
  ): Answer {
    const { by } = command;
    const refusal = this.refusal(by);
    if (refusal !== undefined) return refusal;
    const said = this.said(command);
    if (typeof said === 'string') return refused(said);
    const socket = by.type === 'CLIENT' ? by.connectionId : undefined;
    const isNew = socket !== undefined && !living.some(({ id }) => id === socket);
    return happens({ ...this.signed(by), ...said, ...(isNew ? { connectionId: socket } : {}) });
  }

  /** What is said, or why it cannot be (MSG-2, NOTE-2, DATA-2, BND-1). */
  private said(command: PostMessage | SendNotice | UpdateUserData): Omit<Body, 'by'> | string {
    const isCustomer = command.by.type === 'CLIENT';
    if (command.type === 'update-user-data') {
      const { userData } = command;
      if (bytesOf({ ...userDataOf(this.facts), ...userData }) > 8_192) return 'too-long';
      return { what: 'user-data-updated', visibility: isCustomer ? 'ALL' : 'INT', userData };
    }
    const { text, visibility = 'ALL' } = command;
    const notice = command.type === 'send-notice' ? { notice: command.notice } : {};
    if (!isFor(command.by, visibility, notice.notice)) return 'not-allowed';
    if (bytesOf(text) > EVENT_BYTES) return 'too-long';
    if (command.type === 'send-notice') return { what: 'notice-sent', visibility, text, ...notice };
    const { messageType } = command;
    return { what: 'message-posted', visibility, text, ...(messageType === undefined ? {} : { messageType }) };
  }

  private answerJoin(
    { agentId, nickname, epoch }: JoinChat,
    options: ChatOptions,
    happens: (body: Body) => Answer,
  ): Answer {
    if (this.isClosed) return refused('chat-closed');
    const joined = this.joinOf(agentId);
    const body = { what: 'agent-joined', by: agentId, agentId, nickname, epoch };
    if (joined !== undefined) {
      return (joined.epoch ?? 0) >= epoch ? NOTHING : happens({ ...body, visibility: 'NONE' });
    }
    if (this.agents.length === AGENTS) return refused('too-many-agents');
    const restores = this.isRestoredBy('agent', options) ? { restores: true } : {};
    return happens({ ...body, visibility: 'ALL', ...restores });
  }

  /** Whether a restoration by somebody takes the customer back (RESTORE-1, RESTORE-4). */
  private isRestoredBy(who: string, { restoreBy, restorePush }: ChatOptions): boolean {
    const may = restoreBy === 'both' || restoreBy === who;
    return may && restorePush && this.facts[0]?.push === true && this.presence.removed;
  }

  private answerRestore(options: ChatOptions, happens: (body: Body) => Answer): Answer {
    if (this.isClosed || !this.isRestoredBy('esp', options)) return NOTHING;
    return happens({ what: 'customer-restored', by: 'system', visibility: 'ALL', restores: true });
  }

  /** Changed periods are an event for nobody; the same ones may be, if a wake-up is missing (OPT-13). */
  private answersApply(options: ChatOptions, happens: (body: Body) => Answer): Answer[] {
    if (this.isClosed) return [NOTHING];
    const isPush = this.facts[0]?.push === true;
    // What a walk brings to a regular chat's idle clock depends on a delay that is not known here (REG-7).
    const idleOf = ({ idleAlertSec, idleCloseSec }: ChatOptions): number[] =>
      this.silence.regular ? [] : [idleAlertSec, idleCloseSec];
    const periodsOf = (each: ChatOptions): string =>
      [...idleOf(each), isPush ? each.flexPushSec : each.flexDisconnectSec].join(' ');
    const moves = happens({ what: 'wake-up-moved', by: 'system', visibility: 'NONE' });
    return periodsOf(this.last.options) === periodsOf(options) ? [NOTHING, moves] : [moves];
  }

  private answerLeave({ agentId, cause, place }: LeaveChat, happens: (body: Body) => Answer): Answer {
    const by: Author = { type: 'AGENT', agentId };
    const where = place === undefined ? {} : { place };
    const body = { what: 'agent-left', ...this.signed(by), visibility: 'ALL', agentId, cause, ...where } as const;
    return this.refusal(by) ?? happens(body);
  }

  /** A wake-up does what is due first; with nothing due it may note that another one was asked for, or not (WAKE-1). */
  private wakeAnswers(
    command: WakeUp | CheckStuck,
    now: number,
    options: ChatOptions,
    happens: (body: Body) => Answer,
  ): Answer[] {
    const patience = command.type === 'check-stuck' ? SLIP_MS : 0;
    const all = this.deadlines;
    if (all.length === 0) return [NOTHING];
    const soonest = Math.min(...all.map((due) => due.to));
    const answers = all
      // What a stuck-check leaves to the wake-ups depends on which were armed: a later clock may be served first (STUCK-2).
      .filter((due) => due.from + patience <= now && (patience > 0 || due.from <= soonest))
      .map((due) => happens(this.dueBody(due.kind, command, now, options)));
    // Each event sees to it that a wake-up comes: what has just been written to may not be stuck yet (STUCK-2).
    const seenTo = patience === 0 ? 0 : (this.facts.at(-1)?.at ?? 0);
    if (all.some((due) => Math.max(due.to, seenTo) + patience <= now)) return answers;
    return [...answers, NOTHING, happens({ what: 'wake-up-moved', by: 'system', visibility: 'NONE' })];
  }

  private dueBody(kind: string, command: WakeUp | CheckStuck, now: number, options: ChatOptions): Body {
    const { sockets, absentSince, doubtedAt } = this.presence;
    const silent = dueInSilence(kind, this.silence, options);
    if (silent !== undefined) return { by: 'system', ...silent };
    if (kind === 'lease') {
      const living = sockets.filter((socket) => isAlive(socket, now));
      const visibility = living.length > 1 ? 'NONE' : 'INT';
      const connectionId = sockets.at(-1)?.id ?? '';
      return { what: 'customer-disconnected', by: 'system', visibility, connectionId, cause: 'lease-over' };
    }
    if (kind === 'unseen') {
      const seenTo = Math.min(command.seenTo ?? 0, this.facts.length);
      return dueUnseen(seeingOf(this.facts), seenTo, options.pushEnabled && options.pushUnseenSec > 0);
    }
    const { contactAt } = command;
    if (contactAt !== undefined && contactAt > (absentSince ?? 0)) {
      return { what: 'presence-confirmed', by: 'system', visibility: 'NONE', contactAt };
    }
    if (doubtedAt === undefined) return { what: 'presence-doubted', by: 'system', visibility: 'NONE' };
    return { what: 'customer-removed', by: 'system', visibility: 'ALL' };
  }

  private refusal(by: Author): Answer | undefined {
    if (this.isClosed) return refused('chat-closed');
    if (by.type !== 'AGENT' || this.agents.includes(by.agentId)) return undefined;
    return refused('not-in-chat');
  }

  /** The last join of an agent who is in the chat. */
  private joinOf(agentId: string): Fact | undefined {
    if (!this.agents.includes(agentId)) return undefined;
    return this.facts.findLast((fact) => fact.what === 'agent-joined' && fact.agentId === agentId);
  }

  private signed(by: Author): { by: string; nickname?: string; bot?: boolean } {
    if (by.type === 'CLIENT') return { by: 'customer' };
    if (by.type === 'EXTERNAL') {
      const { nickname, bot } = by;
      return { by: 'workflow', ...(nickname === undefined ? {} : { nickname }), ...(bot === true ? { bot } : {}) };
    }
    return { by: by.agentId, nickname: nicknameOf(this.facts, by.agentId) };
  }
}
