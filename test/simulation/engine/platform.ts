import { makeHandler as makeEffects } from '../../../functions/effects/handler.ts';
import { makeHandler as makePush } from '../../../functions/push/handler.ts';
import { makeHandler as makeReport } from '../../../functions/report/handler.ts';
import { makeHandler as makeSweep } from '../../../functions/sweep/handler.ts';
import { makeHandler as makeWake } from '../../../functions/wake/handler.ts';
import type {
  Announced,
  EffectsOfEvent,
  PushRetries,
  PushStatement,
  RetryQueue,
  WalkOrders,
} from '../../../shared/app/ports.ts';
import type { Arming, ChatId } from '../../../shared/domain/events.ts';
import type { FunctionName } from '../faults/fault.ts';
import type { Cause } from './cause.ts';
import { Invocation } from './invocation.ts';
import type { AllDeps } from './all-deps.ts';
import { portsOf } from './ports.ts';
import type { Appointment } from './agenda.ts';
import type { Ended, World, WorldPlatform } from './world.ts';

const MINUTE_MS = 60_000;

/** From here on a wake-up comes from the scheduler, which is up to a minute late; below, from a queue's delay. */
const FAR_MS = 15 * MINUTE_MS;

/** A failed message becomes visible again after this. */
const VISIBILITY_MS = 60_000;

/** How soon people look at what was given up, and have it tried again. */
const REDRIVE_MS = 43_200_000;

/** How long chats that have ended are collected before they are reported together. */
const COLLECTING_MS = 300_000;

const STREAM_TRIES = 6;
const WAKE_UP_TRIES = 100;

/** What runs the functions: the stream, the queues, the scheduler and the recurring tick. */
export class Platform implements WorldPlatform {
  readonly #world: World;
  /** When each message that a function asked to see again comes, by its receipt. */
  readonly #delaysMs = new Map<string, number>();
  #messages = 0;
  #tick: Appointment | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** Runs a function once. `done` hears its answer, or that it failed; after a crash too. */
  run<T>(by: FunctionName, start: (deps: AllDeps) => Promise<T>, done: (ended: Ended<T>) => void, cause: Cause): void {
    const world = this.#world;
    const invocation = new Invocation(world, by, cause, () => done('failed'));
    start(portsOf(world, invocation)).then(
      (value) => {
        if (!invocation.dead) done({ value });
      },
      (error: unknown) => {
        world.threw(by, error);
        if (!invocation.dead) done('failed');
      },
    );
  }

  /** The stream: delivers the effects of an event, maybe late, twice or never. */
  record(of: EffectsOfEvent): void {
    const { agenda, mischief, random } = this.#world;
    const delays = mischief.draw('record', (fault, chance) => fault.strike(chance)) ?? [0];
    for (const ms of delays) agenda.after(random.between(20, 400) + ms, () => this.#tryRecord(of, 1));
  }

  #tryRecord(of: EffectsOfEvent, attempt: number): void {
    const { agenda, mischief } = this.#world;
    const record = {
      eventSource: 'aws:dynamodb',
      dynamodb: {
        SequenceNumber: String(of.index),
        NewImage: { of },
        Keys: { pk: { S: of.chatId }, sk: { S: String(of.index) } },
      },
    };
    this.run(
      'effects',
      (deps) => makeEffects(deps)({ Records: [record] }),
      (ended) => {
        if (ended !== 'failed' && ended.value.batchItemFailures.length === 0) return;
        if (attempt < STREAM_TRIES) agenda.after(1_000 * 2 ** attempt, () => this.#tryRecord(of, attempt + 1));
        else mischief.harms.add('record-lost');
      },
      { what: 'record', index: of.index },
    );
  }

  /** The retry queue. */
  retry(failed: Parameters<RetryQueue['send']>[0]): void {
    const record = { eventSource: 'aws:sqs', messageId: this.#messageId(), body: JSON.stringify(failed) };
    const attempt = (): void =>
      this.run(
        'effects',
        (deps) => makeEffects(deps)({ Records: [record] }),
        (ended) => {
          if (ended !== 'failed' && ended.value.batchItemFailures.length === 0) return;
          this.#world.agenda.after(VISIBILITY_MS, attempt);
        },
        { what: 'retry', index: failed.index, effect: failed.effect },
      );
    this.#world.agenda.after(this.#world.random.between(100, 5_000), attempt);
  }

  /** The queue of pushes. */
  push(statement: PushStatement): void {
    const { agenda, random } = this.#world;
    const messageId = this.#messageId();
    agenda.after(random.between(50, 2_000), () => this.#tryPush(statement, messageId, 1));
  }

  #tryPush(statement: PushStatement, messageId: string, receives: number): void {
    const receiptHandle = `${messageId}.${receives}`;
    const attributes = { ApproximateReceiveCount: String(receives) };
    const record = { messageId, receiptHandle, body: JSON.stringify(statement), attributes };
    this.run(
      'push',
      (deps) => makePush(deps)({ Records: [record] }),
      (ended) => {
        if (ended !== 'failed' && ended.value.batchItemFailures.length === 0) return;
        const delayMs = this.#delaysMs.get(receiptHandle) ?? VISIBILITY_MS;
        this.#world.agenda.after(delayMs, () => this.#tryPush(statement, messageId, receives + 1));
      },
      { what: 'push', upTo: statement.upTo },
    );
  }

  /** The bus, and the queue of chats to report behind it, which collects for a while. */
  announced({ name, chatId, index }: Announced): void {
    if (name !== 'chat-closed.v1') return;
    const { agenda, mischief, random } = this.#world;
    const delays = mischief.draw('announcement', (fault, chance) => fault.strike(chance)) ?? [0];
    const body = JSON.stringify({ 'detail-type': name, detail: { data: { chatId, index } } });
    const messageId = this.#messageId();
    for (const ms of delays)
      agenda.after(random.between(100, COLLECTING_MS) + ms, () => this.#tryReport(body, messageId));
  }

  #tryReport(body: string, messageId: string): void {
    this.run(
      'report',
      (deps) => makeReport(deps)({ Records: [{ messageId, body }] }),
      (ended) => {
        if (ended !== 'failed' && ended.value.batchItemFailures.length === 0) return;
        if (this.#world.ablation?.reportsComeBack === false) return;
        this.#world.agenda.after(VISIBILITY_MS, () => this.#tryReport(body, messageId));
      },
      { what: 'report', messageId },
    );
  }

  /** What the push queue does with a push that failed; people redrive its dead letters. */
  readonly pushRetries: PushRetries = {
    later: async (receipt, afterSec) => {
      this.#delaysMs.set(receipt, afterSec * 1000);
    },
    giveUp: async (statement) => {
      this.#world.agenda.after(REDRIVE_MS, () => this.push(statement));
    },
  };

  /** Scheduler and delayed messages: a wake-up that was asked for. `nowMs` is the clock of who asks. */
  arm(chatId: ChatId, arming: Arming, nowMs: number): void {
    const { agenda, mischief, random } = this.#world;
    const far = arming.at - nowMs >= FAR_MS;
    const dueMs = Math.max(arming.at, agenda.nowMs) + (far ? random.between(0, 59_000) : random.between(50, 900));
    const shifts = mischief.draw('wake-up', (fault, chance) => fault.strike(chance)) ?? [0];
    const body = JSON.stringify({ chatId, n: arming.number });
    const { number } = arming;
    for (const shift of shifts) agenda.at(dueMs + shift, () => this.#tryWakeUp({ body, number }, this.#messageId(), 1));
  }

  #tryWakeUp(wakeUp: { body: string; number: number }, messageId: string, attempt: number): void {
    const { agenda, mischief, ablation, stores, chatId } = this.#world;
    const { body, number } = wakeUp;
    if (ablation?.wakeUp?.({ number, attempt }, stores.log.events(chatId)) === false) return;
    this.run(
      'wake',
      (deps) => makeWake(deps)({ Records: [{ messageId, body }] }),
      (ended) => {
        if (ended !== 'failed' && ended.value.batchItemFailures.length === 0) return;
        if (attempt < WAKE_UP_TRIES) {
          agenda.after(VISIBILITY_MS, () => this.#tryWakeUp(wakeUp, messageId, attempt + 1));
        } else mischief.harms.add('wake-up-lost');
      },
      { what: 'wake-up', number, messageId },
    );
  }

  /** An order to go on with a walk; it lies in the queue of wake-ups. */
  walk({ service, walk }: Parameters<WalkOrders['send']>[0], afterSec: number): void {
    const body = JSON.stringify({ service, walk });
    const messageId = this.#messageId();
    this.#world.agenda.after(afterSec * 1000, () => this.#tryWalk(body, walk, messageId, 1));
  }

  #tryWalk(body: string, number: number, messageId: string, receives: number): void {
    const receiptHandle = `${messageId}.${receives}`;
    this.run(
      'wake',
      (deps) => makeWake(deps)({ Records: [{ messageId, receiptHandle, body }] }),
      (ended) => {
        if (ended !== 'failed' && ended.value.batchItemFailures.length === 0) {
          return void this.#world.checkApplied(number);
        }
        const delayMs = this.#delaysMs.get(receiptHandle) ?? VISIBILITY_MS;
        this.#world.agenda.after(delayMs, () => this.#tryWalk(body, number, messageId, receives + 1));
      },
      { what: 'walk', number },
    );
  }

  async comeAgain(receipt: string, afterSec: number): Promise<void> {
    this.#delaysMs.set(receipt, afterSec * 1000);
  }

  /** The recurring tick comes every minute; only ticks that have something to look at are worth simulating. */
  planTick(dueMs: number): void {
    const { agenda, ablation } = this.#world;
    if (dueMs === Infinity || ablation?.sweep === false) return;
    const atMs = (Math.floor(Math.max(dueMs, agenda.nowMs) / MINUTE_MS) + 1) * MINUTE_MS;
    if (this.#tick?.run !== undefined && this.#tick.atMs <= atMs) return;
    if (this.#tick !== undefined) this.#tick.run = undefined;
    this.#tick = agenda.at(atMs, () => this.#onTick());
  }

  #onTick(): void {
    const { mischief } = this.#world;
    this.#tick = undefined;
    if (mischief.draw('tick', (fault, random) => fault.strike(random)) === true) {
      this.#world.sweepsSpoiltMs.push(this.#world.agenda.nowMs);
      this.planTick(this.#world.agenda.nowMs);
      return;
    }
    void this.#world.nextLook().then((dueMs) => {
      if (dueMs > this.#world.agenda.nowMs) return this.planTick(dueMs);
      this.run(
        'sweep',
        (deps) => makeSweep(deps)(),
        () => void this.#world.nextLook().then((next) => this.planTick(next)),
        { what: 'tick' },
      );
    });
  }

  #messageId(): string {
    this.#messages += 1;
    return `m${this.#messages}`;
  }
}
