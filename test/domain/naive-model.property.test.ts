import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missedOf } from '../../shared/app/views.ts';
import type { Command, FileCommand } from '../../shared/domain/commands.ts';
import { checkAt, deadlines } from '../../shared/domain/deadlines.ts';
import type { Decision } from '../../shared/domain/decide/draft.ts';
import type { ChatEvent, Notice } from '../../shared/domain/events.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { samePeriods, type ChatOptions } from '../../shared/domain/options.ts';
import type { Session } from '../../shared/domain/session.ts';
import {
  agentPost,
  close,
  DEVICE,
  hello,
  HOUR,
  join,
  leave,
  lose,
  MIN,
  noteTyping,
  notify,
  open,
  OPTIONS,
  post,
  SEC,
  socketGone,
  updateData,
} from '../support/builders.ts';
import { decideAny, FILE_OUTCOMES, FILE_SETS, fileCommandOf } from '../support/file-steps.ts';
import { deepFreeze } from '../support/matchers.ts';
import { filesStateOf } from '../support/naive-files.ts';
import { NaiveChat, type Answer } from '../support/naive-model.ts';
import { nicknameOf, placeOf, userDataOf } from '../support/naive-notices.ts';
import { seeingOf } from '../support/naive-unseen.ts';
import { transcriptOf } from '../support/naive-transcript.ts';
import { CHANGED, CONTROLS, withControl } from './changed-options.ts';
import { workflowCommandOf } from './workflow-commands.ts';

/** The same sequences in every run; a failure prints its shortest one. */
const SEED = 20_261_214;

/** What is done next; what numbers mean depends on the chat that they meet. */
interface Step {
  readonly what: string;
  readonly pause: { readonly ms: number } | { readonly toDeadlineMs: number };
  readonly behindMs: number;
  readonly who: number;
  readonly own: number;
  readonly epoch: number;
  readonly seen: 'all' | 'none' | 'some';
  readonly options: number;
}

const often = (weight: number, what: string) => ({ weight, arbitrary: fc.constant(what) });

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    often(10, 'customer-posts'),
    often(8, 'agent-posts'),
    often(2, 'agent-notes'),
    often(1, 'customer-notes'),
    often(1, 'posts-too-much'),
    often(4, 'customer-notifies'),
    often(4, 'agent-notifies'),
    often(3, 'changes-data'),
    often(4, 'types'),
    often(4, 'workflow-acts'),
    often(7, 'adds-file'),
    often(3, 'deletes-file'),
    often(6, 'fetches-file'),
    often(14, 'joins'),
    often(2, 'leaves'),
    often(2, 'holds'),
    often(2, 'transfers'),
    often(2, 'is-lost'),
    often(8, 'says-hello'),
    often(5, 'socket-goes'),
    often(1, 'closes'),
    often(1, 'opens'),
    often(10, 'wake-up'),
    often(8, 'waits'),
    often(3, 'stuck-check'),
    often(6, 'restores'),
    often(3, 'applies'),
  ),
  pause: fc.oneof(
    { weight: 6, arbitrary: fc.record({ ms: fc.integer({ min: 0, max: 20 * SEC }) }) },
    { weight: 2, arbitrary: fc.record({ ms: fc.integer({ min: 0, max: 3 * HOUR }) }) },
    { weight: 3, arbitrary: fc.record({ toDeadlineMs: fc.integer({ min: -2 * SEC, max: 8 * MIN }) }) },
  ),
  behindMs: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 90 * SEC })),
  who: fc.nat({ max: 19 }),
  own: fc.nat({ max: 400 }),
  epoch: fc.integer({ min: 1, max: 3 }),
  seen: fc.constantFrom('all', 'all', 'all', 'all', 'none', 'some'),
  options: fc.nat({ max: 40 }),
});

const NOTICES = ['pushed-url', 'custom', 'nickname-changed'] as const;

/** What keeps people in a chat. */
const COMPANY = ['joins', 'says-hello', 'customer-posts', 'customer-notifies', 'changes-data', 'types'];

/** The chats that begin with sixteen agents. */
const CROWDED = 6;

const seenOf = (chat: NaiveChat, { seen, own }: Step): number => {
  if (seen === 'none') return 0;
  return seen === 'all' ? chat.facts.length : own % (chat.facts.length + 1);
};

const noticeOf = (own: number): { notice: Notice; text: string; visibility?: 'INT' } => ({
  notice: NOTICES[own % 3] ?? 'custom',
  text: `n${own}`,
  ...(own % 5 === 0 ? { visibility: 'INT' } : {}),
});

const commandOf = (chat: NaiveChat, told: Step, now: number): Command | FileCommand => {
  const { what, who, own, epoch } = told;
  const seen = seenOf(chat, told);
  const aboutFiles = fileCommandOf(told, seen);
  if (aboutFiles !== undefined) return aboutFiles;
  const agentId = `agent-${who}`;
  const byAgent = { id: `a/${agentId}/k-${own}`, seen };
  const connectionId = `S${who % 11}`;
  const customer = { type: 'CLIENT', ...(who % 3 === 0 ? {} : { connectionId }) } as const;
  const contact = {
    ...(epoch === 1 ? {} : { contactAt: Math.max(0, now - own * SEC) }),
    ...(who % 3 === 0 ? {} : { seenTo: Math.max(0, chat.facts.length - (own % 5)) }),
  };
  switch (what) {
    case 'customer-posts':
      return post(`k-${own}`, { seen, by: customer, ...(own % 5 === 0 ? { messageType: 'text' } : {}) });
    case 'customer-notes':
      return post(`k-${own}`, { seen, by: customer, visibility: 'INT' });
    case 'posts-too-much':
      return post(`k-${own}`, { seen, by: customer, text: 'x'.repeat(33_000) });
    case 'customer-notifies':
      return notify({ type: 'CLIENT' }, `k-${own}`, { ...noticeOf(own), seen, by: customer });
    case 'agent-notifies':
      return notify({ type: 'AGENT', agentId }, `k-${own}`, { ...noticeOf(own), seen });
    case 'changes-data': {
      const by = who % 2 === 0 ? customer : ({ type: 'AGENT', agentId } as const);
      const size = own % 7 === 0 ? 8_150 : 20;
      return updateData(by, `k-${own}`, { [`key-${own % 4}`]: own % 3 === 0 ? null : 'v'.repeat(size) }, { seen });
    }
    case 'workflow-acts':
      return workflowCommandOf(told, seen);
    case 'types':
      return noteTyping(who % 2 === 0 ? customer : { type: 'AGENT', agentId }, own % 3 > 0);
    case 'transfers':
      return leave(agentId, { ...byAgent, cause: 'transferred', place: { queue: 'billing' } });
    case 'agent-posts':
      return agentPost(agentId, `k-${own}`, { seen });
    case 'agent-notes':
      return agentPost(agentId, `k-${own}`, { seen, visibility: 'INT', text: 'between us' });
    case 'joins':
      return join(agentId, { ...byAgent, epoch, nickname: `${agentId} ${epoch}` });
    case 'leaves':
      return leave(agentId, byAgent);
    case 'holds':
      return leave(agentId, { ...byAgent, cause: 'hold', ...(own % 2 === 0 ? { place: { workbin: 'later' } } : {}) });
    case 'is-lost':
      return lose(agentId, epoch);
    case 'says-hello':
      return hello(connectionId, seen);
    case 'socket-goes':
      return socketGone(connectionId, epoch === 1 ? 'gone' : 'closed');
    case 'closes':
      return who < 2
        ? close({ type: 'CLIENT' }, { id: `c/k-${own}`, seen })
        : close({ type: 'AGENT', agentId }, byAgent);
    case 'opens':
      return open({ nickname: 'somebody else' });
    case 'restores':
      return { type: 'restore-chat', id: `s/restore/${own}` };
    case 'applies':
      return { type: 'apply-options', id: `s/apply/${own}` };
    case 'stuck-check':
      return { type: 'check-stuck', id: `s/stuck/${own}`, ...contact };
    default:
      return { type: 'wake-up', id: `s/wake/${own}`, number: own % 9, ...contact };
  }
};

const isSame = (decision: Decision, answer: Answer): boolean => {
  if (decision.kind === 'rejected') return answer.kind === 'rejected' && answer.code === decision.code;
  if (decision.kind === 'nothing') return answer.kind === 'nothing' && answer.index === decision.index;
  if (answer.kind !== 'accepted') return false;
  const { event } = decision;
  const { index, at, what, visibility, id } = answer.fact;
  return (
    index === event.index &&
    at === event.at &&
    what === event.type &&
    visibility === event.visibility &&
    answer.fact.restores === event.restores &&
    answer.fact.seen === event.seen &&
    (answer.fact.again === true) === (event.type === 'wake-up-moved' && event.seeBy !== undefined) &&
    id === event.id
  );
};

const cameOf = (decision: Decision): string => {
  if (decision.kind === 'rejected') return decision.code;
  if (decision.kind === 'nothing') return 'nothing';
  const { event } = decision;
  if (event.type === 'idle-alerted' && event.second === true) return 'idle-alerted twice';
  if (event.type === 'wake-up-moved' && event.seen !== undefined)
    return event.seeBy === undefined ? 'all seen' : 'some seen';
  return event.type === 'chat-closed' ? `chat-closed ${event.cause}` : event.type;
};

/** The chat by the code and the chat by the model, side by side. */
class Pair {
  readonly model = new NaiveChat();
  readonly events: ChatEvent[] = [];
  readonly came: string[] = [];
  private state: Session | undefined;

  get session(): Session {
    if (this.state === undefined) throw new Error('unable to compare; the chat was never opened');
    return this.state;
  }

  ask(command: Command | FileCommand, now: number, options: ChatOptions): void {
    const answers = this.model.answers(command, now, options);
    const decision = decideAny(this.state, deepFreeze(command), now, options);
    const same = answers.find((answer) => isSame(decision, answer));
    this.came.push(cameOf(decision));
    if (same === undefined) expect({ command, now, decision }).toEqual({ command, now, decision: answers });
    if (decision.kind !== 'accepted' || same?.kind !== 'accepted') return;
    const { periods } = decision.event;
    // What it writes of the customer's presence says nothing of the idle clock.
    const old = this.state?.periods;
    const periodsWritten =
      periods !== undefined &&
      (old === undefined || !samePeriods({ ...old, presenceSec: periods.presenceSec }, periods));
    this.state = evolve(this.state, deepFreeze(decision.event));
    this.events.push(decision.event);
    this.model.facts.push({ ...same.fact, periodsWritten });
    this.compareStates();
  }

  private compareStates(): void {
    const { session, model } = this;
    const { value, since } = model.status;
    const { sockets } = model.presence;
    expect({
      phase: session.phase,
      status: session.status,
      statusAt: session.statusAt,
      agents: session.agents.map((seat) => seat.agentId),
      sockets: session.customer.sockets,
      removed: session.customer.removed,
      nickname: session.customer.nickname,
      placed: session.placed,
      userData: session.userData,
      files: session.files,
      waitsFrom: session.customer.unseen?.from,
      checkAt: checkAt(session),
    }).toEqual({
      phase: model.isClosed ? 'closed' : 'open',
      status: value,
      statusAt: since,
      agents: model.agents,
      sockets,
      removed: model.presence.removed,
      nickname: nicknameOf(model.facts, 'customer'),
      placed: placeOf(model.facts),
      userData: userDataOf(model.facts),
      files: filesStateOf(model.facts),
      waitsFrom: seeingOf(model.facts).waiting?.from,
      checkAt: model.checkAt,
    });
    this.compareDeadlines();
  }

  private compareDeadlines(): void {
    const now = deadlines(this.session);
    const bounds = this.model.deadlines;
    expect(now.map(({ kind }) => kind).toSorted()).toEqual(bounds.map(({ kind }) => kind).toSorted());
    for (const { kind, at } of now) {
      const bound = bounds.find((due) => due.kind === kind);
      expect(at).toBeGreaterThanOrEqual(bound?.from ?? Infinity);
      expect(at).toBeLessThanOrEqual(bound?.to ?? -Infinity);
    }
  }

  compareTranscripts(): void {
    const { chatId, customer } = this.session;
    const range = { after: 0, readTo: this.events.length, more: false };
    for (const reader of ['customer', 'agent-0', 'agent-7']) {
      const eyes = {
        reader: reader === 'customer' ? ({ type: 'CLIENT' } as const) : ({ type: 'AGENT', agentId: reader } as const),
        customerNickname: customer.nickname,
      };
      expect(missedOf(chatId, this.events, range, eyes, Infinity).events).toEqual(transcriptOf(this.model, reader));
    }
  }
}

/** Some chats are of an opener that gives no device though it has one. */
const openingOf = (push: boolean, regular: boolean, base: number): Command =>
  open({
    push,
    ...(regular ? { userData: {} } : {}),
    ...(base === 0 ? { subject: 'Two lamps' } : {}),
    ...(push && base % 4 > 0 ? { subscription: DEVICE } : {}),
  });

const play = (push: boolean, regular: boolean, base: number, steps: readonly Step[]): Pair => {
  const pair = new Pair();
  const optionsOf = ({ options, own }: Step): ChatOptions => {
    const chosen = { ...(CHANGED[options] ?? CHANGED[base] ?? OPTIONS), set: FILE_SETS[own % 3] ?? {} };
    return withControl(chosen, options < CONTROLS.length ? options : base);
  };
  pair.ask(post('early', { seen: 0 }), 0, OPTIONS);
  pair.ask(openingOf(push, regular, base), 0, withControl(CHANGED[base] ?? OPTIONS, base));
  if (base >= CROWDED) {
    for (let who = 0; who < 16; who++) {
      pair.ask(join(`agent-${who}`, { id: `a/agent-${who}/early`, nickname: `agent-${who}` }), 0, OPTIONS);
    }
  }
  let now = 0;
  // Half of the regular chats are quiet ones that nobody polls: only then do they end because everybody has left.
  const isQuiet = regular && base % 2 === 0;
  for (const drawn of steps) {
    if (isQuiet && COMPANY.includes(drawn.what) && drawn.own % 6 > 0) continue;
    const told = isQuiet ? { ...drawn, epoch: 1 } : drawn;
    const soonest = Math.min(now + 30 * HOUR, ...pair.model.deadlines.map(({ from }) => from));
    const waits = told.what === 'waits' ? soonest + told.own * SEC : now;
    now = Math.max(now, waits, 'ms' in told.pause ? now + told.pause.ms : soonest + told.pause.toDeadlineMs);
    const isWake = ['waits', 'wake-up', 'stuck-check'].includes(told.what);
    const behindMs = isWake ? 0 : told.behindMs;
    pair.ask(commandOf(pair.model, told, now), Math.max(0, now - behindMs), optionsOf(told));
  }
  pair.compareTranscripts();
  return pair;
};

describe(`a chat and a second, slow model of it (seed ${SEED})`, () => {
  it('[LOG-1, CMD-1, CMD-2, STAT-1, IDLE-1, REG-3, REG-4, REG-5, REG-6, REG-7, REG-8, PRES-5, PUSH-12, PUSH-13, PUSH-14, CHK-2, CHK-5, VIS-1] answers and looks the same after any commands', () => {
    const came = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.boolean(),
        fc.nat({ max: CROWDED + 1 }),
        fc.array(step, { minLength: 1, maxLength: 130, size: 'max' }),
        (push, regular, base, steps) => {
          for (const what of play(push, regular, base, steps).came) came.set(what, (came.get(what) ?? 0) + 1);
        },
      ),
      { seed: SEED, numRuns: 120 },
    );
    // Nothing was compared that never came.
    for (const what of [
      'chat-not-found',
      'chat-closed',
      'not-in-chat',
      'not-allowed',
      'too-long',
      'too-many-agents',
      'catch-up-first',
      'nothing',
      'chat-opened',
      'customer-connected',
      'customer-disconnected',
      'presence-doubted',
      'presence-confirmed',
      'customer-removed',
      'customer-restored',
      'message-posted',
      'notice-sent',
      'typing-noted',
      'user-data-updated',
      ...FILE_OUTCOMES,
      'agent-joined',
      'agent-left',
      'idle-alerted',
      'idle-alerted twice',
      'chat-closed idle',
      'chat-closed abandoned',
      'chat-closed agent',
      'chat-closed customer',
      'wake-up-moved',
      'unseen-noted',
      'all seen',
      'some seen',
    ]) {
      expect(came.get(what) ?? 0, what).toBeGreaterThan(0);
    }
  });
});
