import * as fc from 'fast-check';
import type { Command } from '../../shared/domain/commands.ts';
import { deadlines } from '../../shared/domain/deadlines.ts';
import { decide } from '../../shared/domain/decide/decide.ts';
import type { Decision } from '../../shared/domain/decide/draft.ts';
import { needsContact, needsSeen } from '../../shared/domain/decide/wake.ts';
import { effectsOf, type Effect } from '../../shared/domain/effects.ts';
import type { Arming, ChatEvent, EpochMs } from '../../shared/domain/events.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import type { ChatOptions } from '../../shared/domain/options.ts';
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
  open,
  OPTIONS,
  post,
  SEC,
  socketGone,
} from './builders.ts';
import { deepFreeze } from './matchers.ts';

/** One thing that people, sockets or functions do, after a pause; numbers are choices that mean what the state allows. */
export interface Step {
  readonly what:
    | 'customer-posts'
    | 'agent-posts'
    | 'agent-notes'
    | 'joins'
    | 'leaves'
    | 'holds'
    | 'is-lost'
    | 'says-hello'
    | 'socket-goes'
    | 'closes'
    | 'spurious-wake-up'
    | 'stuck-check'
    | 'restores'
    | 'applies'
    | 'repeats'
    | 'pings';
  readonly pauseMs: number;
  /** How long the command is under way before it is committed. */
  readonly slowMs: number;
  /** By how much the clock of its function is behind. */
  readonly behindMs: number;
  readonly who: number;
  readonly epoch: number;
}

/** A story of one chat: its options, its steps, and how late each wake-up comes and whether it comes twice. */
export interface Story {
  readonly push: boolean;
  readonly regular: boolean;
  /** Whether the customer's own messages are pushed as well. */
  readonly own: boolean;
  readonly options: ChatOptions;
  readonly steps: readonly Step[];
  readonly wakeUps: readonly { readonly lateMs: number; readonly twice: boolean }[];
}

/** The latest that a wake-up comes in a story. */
export const LATE_MAX_MS = 50 * SEC;
const SLOW_MAX_MS = 40 * SEC;

const pause = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 20 * SEC }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 5 * MIN }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 * HOUR }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * HOUR }) },
);

const often = (weight: number, what: Step['what']) => ({ weight, arbitrary: fc.constant(what) });

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    often(8, 'customer-posts'),
    often(8, 'agent-posts'),
    often(2, 'agent-notes'),
    often(5, 'joins'),
    often(2, 'leaves'),
    often(2, 'holds'),
    often(2, 'is-lost'),
    often(8, 'says-hello'),
    often(7, 'socket-goes'),
    often(1, 'closes'),
    often(3, 'spurious-wake-up'),
    often(2, 'stuck-check'),
    often(2, 'restores'),
    often(1, 'applies'),
    often(4, 'repeats'),
    often(5, 'pings'),
  ),
  pauseMs: pause,
  slowMs: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: SLOW_MAX_MS }) },
  ),
  behindMs: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 * SEC }) },
  ),
  who: fc.nat({ max: 11 }),
  epoch: fc.integer({ min: 1, max: 3 }),
});

const options: fc.Arbitrary<ChatOptions> = fc.oneof(
  fc.constant(OPTIONS),
  fc
    .record({
      idleAlertSec: fc.integer({ min: 1, max: 7_200 }),
      idleCloseSec: fc.integer({ min: 1, max: 3_600 }),
      flexDisconnectSec: fc.integer({ min: 1, max: 120 }),
      flexPushSec: fc.integer({ min: 60, max: 86_400 }),
      controlOn: fc.boolean(),
      timeoutAlertSec: fc.integer({ min: 1, max: 600 }),
      timeoutAlert2Sec: fc.constantFrom(0, 1, 60),
      timeoutCloseSec: fc.integer({ min: 1, max: 600 }),
      regularIdleMaxSec: fc.integer({ min: 1, max: 7_200 }),
      pushUnseenSec: fc.constantFrom(0, 1, 90, 1_200),
    })
    .map((periods) => ({ ...OPTIONS, restoreBy: 'both', restorePush: true, ...periods })),
);

export const story: fc.Arbitrary<Story> = fc.record({
  push: fc.boolean(),
  regular: fc.nat({ max: 3 }).map((draw) => draw === 0),
  own: fc.boolean(),
  options,
  steps: fc.array(step, { minLength: 1, maxLength: 70, size: 'max' }),
  wakeUps: fc.array(fc.record({ lateMs: fc.integer({ min: 0, max: LATE_MAX_MS }), twice: fc.boolean() }), {
    minLength: 5,
    maxLength: 5,
  }),
});

/** A committed event with what stood around it. */
export interface Commit {
  readonly before: Session | undefined;
  readonly event: ChatEvent;
  readonly after: Session;
  readonly effects: readonly Effect[];
}

/** A command and what it came to. */
export interface Asked {
  readonly command: Command;
  readonly before: Session | undefined;
  readonly decision: Decision;
}

interface Pending extends Arming {
  readonly comesAt: EpochMs;
}

/** A chat that lives through a story: every wake-up that it asks for comes, late and perhaps twice, and none is lost. */
export class ChatWorld {
  readonly commits: Commit[] = [];
  readonly asked: Asked[] = [];
  /** What was still due although every wake-up for it had come: each is a promise broken. */
  readonly missed: string[] = [];
  readonly story: Story;
  private state: Session | undefined;
  private now: EpochMs = 0;
  private pending: Pending[] = [];
  private wakeUpsSoFar = 0;
  private ids = 0;
  /** When the customer was last heard of outside the log. */
  private contactAt: EpochMs | undefined;
  /** How far the customer has said to have come outside the log. */
  private seenTo = 0;

  constructor(told: Story) {
    this.story = told;
    const subscription = { ...DEVICE, ...(told.own ? { own: true as const } : {}) };
    const mode = told.regular ? { userData: {} } : {};
    this.ask(open({ push: told.push, ...mode, ...(told.push ? { subscription } : {}) }), 0);
  }

  /** Lives through every step, then through all that is still to come for two days. */
  live(): this {
    for (const next of this.story.steps) {
      this.passTo(this.now + next.pauseMs);
      if (next.what === 'pings') this.ping(next);
      else this.take(next);
    }
    this.passTo(this.now + 48 * HOUR);
    return this;
  }

  get session(): Session {
    if (this.state === undefined) throw new Error('unable to show the chat; it was never opened');
    return this.state;
  }

  /** The commands that people gave and that made an event; a hello is a socket's. */
  get accepted(): readonly Asked[] {
    return this.asked.filter(
      ({ command, decision }) =>
        decision.kind === 'accepted' && 'seen' in command && command.type !== 'connect-customer',
    );
  }

  private ping({ who }: Step): void {
    this.contactAt = this.now;
    // Some pages are behind.
    this.seenTo = Math.max(this.seenTo, this.session.index - (who % 4));
  }

  private take(next: Step): void {
    const decidedAt = this.now - next.behindMs;
    const command = this.commandOf(next);
    const read = this.state;
    this.passTo(this.now + next.slowMs);
    // What was decided on a state that has moved on loses its race, and is decided again with the time at which it came.
    const decided = decide(read, command, Math.max(0, decidedAt), this.story.options);
    if (read === this.state) this.record(command, decided);
    else this.ask(command, Math.max(0, decidedAt));
  }

  private commandOf({ what, who, epoch }: Step): Command {
    const seen = this.session.index;
    const agentId = `agent-${who % 4}`;
    const id = `k-${++this.ids}`;
    const byAgent = { id: `a/${agentId}/${id}`, seen };
    const connectionId = `S${who}`;
    switch (what) {
      case 'customer-posts':
        return post(id, { seen, by: who < 6 ? { type: 'CLIENT' } : { type: 'CLIENT', connectionId } });
      case 'agent-posts':
        return agentPost(agentId, id, { seen });
      case 'agent-notes':
        return agentPost(agentId, id, { seen, visibility: 'INT' });
      case 'joins':
        return join(agentId, { ...byAgent, epoch });
      case 'leaves':
        return leave(agentId, byAgent);
      case 'holds':
        return leave(agentId, { ...byAgent, cause: 'hold' });
      case 'is-lost':
        return lose(agentId, epoch);
      case 'says-hello':
        return hello(connectionId, seen);
      case 'socket-goes':
        return socketGone(connectionId);
      case 'closes':
        return who < 2
          ? close({ type: 'CLIENT' }, { seen, id: `c/${id}` })
          : close({ type: 'AGENT', agentId }, byAgent);
      case 'spurious-wake-up':
        return { type: 'wake-up', id: `s/wake/${who}`, number: who };
      case 'stuck-check':
        return { type: 'check-stuck', id: `s/stuck/${id}` };
      case 'restores':
        return { type: 'restore-chat', id: `s/restore/${id}` };
      case 'applies':
        return { type: 'apply-options', id: `s/apply/${id}` };
      case 'pings':
      case 'repeats':
        return this.accepted[who % Math.max(1, this.accepted.length)]?.command ?? post(id, { seen });
    }
  }

  private ask(command: Command, now: EpochMs): Decision {
    return this.record(command, decide(this.state, deepFreeze(command), now, this.story.options));
  }

  private record(command: Command, decision: Decision): Decision {
    const before = this.state;
    this.asked.push({ command, before, decision });
    if (decision.kind !== 'accepted') return decision;
    const event = deepFreeze(decision.event);
    const after = deepFreeze(evolve(before, event));
    this.state = after;
    this.commits.push({ before, event, after, effects: effectsOf(before, event, after) });
    if (event.arm !== undefined) this.pending.push(this.pendingOf(event.arm));
    return decision;
  }

  private pendingOf(arming: Arming): Pending {
    return { ...arming, comesAt: Math.max(arming.at, this.now) + this.nextWakeUp().lateMs };
  }

  private nextWakeUp(): Story['wakeUps'][number] {
    const { wakeUps } = this.story;
    const next = wakeUps[this.wakeUpsSoFar++ % wakeUps.length];
    if (next === undefined) throw new Error('unable to go on; the story has no wake-ups');
    return next;
  }

  private passTo(until: EpochMs): void {
    for (;;) {
      const next = [...this.pending].sort((a, b) => a.comesAt - b.comesAt)[0];
      if (next === undefined || next.comesAt > until) break;
      this.passQuietly(next.comesAt);
      this.pending = this.pending.filter((other) => other !== next);
      const times = this.nextWakeUp().twice ? 2 : 1;
      for (let time = 0; time < times; time++) this.wake(next.number);
    }
    this.passQuietly(until);
  }

  private passQuietly(until: EpochMs): void {
    this.now = Math.max(this.now, until);
    const soonest = deadlines(this.session)[0];
    const lateMs = soonest === undefined ? 0 : this.now - soonest.at;
    // One second of slack and a minute of rounding before the wake-up is late at all; a slow command adds its own time.
    if (lateMs > 61 * SEC + LATE_MAX_MS + SLOW_MAX_MS) {
      this.missed.push(`${soonest?.kind ?? ''} is ${lateMs} ms late at ${this.now}`);
    }
  }

  /** What the function does with a wake-up: asks again until nothing is due. */
  private wake(number: number): void {
    for (let round = 0; round < 20; round++) {
      const wakeUp = { type: 'wake-up', id: `s/wake/${number}`, number } as const;
      const contactAt = needsContact(this.session, wakeUp, this.now) ? this.contactAt : undefined;
      const command = {
        ...wakeUp,
        ...(contactAt === undefined ? {} : { contactAt }),
        ...(needsSeen(this.session, wakeUp, this.now) ? { seenTo: this.seenTo } : {}),
      };
      const decision = this.ask(command, this.now);
      if (decision.kind !== 'accepted' || decision.event.type === 'wake-up-moved') return;
    }
    this.missed.push(`wake-up ${number} found something due 20 times at ${this.now}`);
  }
}
