import { Fault, type IdSource, type LogEntry, type Notification, type PushOutcome } from '../../../shared/app/ports.ts';
import { memoryIds } from '../../../shared/adapters/memory/memory-ids.ts';
import type { Mask } from '../../../shared/domain/masking.ts';
import { deskDueAt } from '../../../shared/domain/desk.ts';
import type { AgentId, ChatId } from '../../../shared/domain/events.ts';
import { isRegular } from '../../../shared/domain/idle.ts';
import { periodsOf, samePeriods, type ChatOptions } from '../../../shared/domain/options.ts';
import type { Ablation } from '../ablations/ablation.ts';
import type { CallFate, FunctionName } from '../faults/fault.ts';
import { Agenda } from './agenda.ts';
import { Gateway } from './gateway.ts';
import type { Contact } from './contact.ts';
import type { Mischief } from './mischief.ts';
import { Platform } from './platform.ts';
import type { Random } from './random.ts';
import { makeStores, type Stores } from './stores.ts';
import { EPOCH_MS, Trace } from './trace.ts';
import { livingSocketDropped, SECRET, type SocketContext, type Watcher, type World } from './world.ts';

/** What a world is made of. */
export interface WorldSetup {
  readonly random: Random;
  readonly mischief: Mischief;
  readonly options: ChatOptions;
  readonly ablation: Ablation | undefined;
  readonly watcher: Watcher | undefined;
  readonly readable: boolean;
}

/** How long functions may go on with options that have changed. */
const OPTIONS_AGE_MS = 30_000;

/** One simulated cloud with one chat in it: virtual time, stores, gateway, platform, and what is known of them from outside. */
export class SimulatedWorld implements World {
  readonly random: Random;
  readonly mischief: Mischief;
  readonly ablation: Ablation | undefined;
  readonly watcher: Watcher | undefined;
  readonly agenda = new Agenda(EPOCH_MS);
  readonly trace: Trace;
  readonly stores: Stores;
  readonly ids: IdSource = memoryIds();
  readonly gateway: Gateway;
  readonly platform: Platform;
  readonly chatId: ChatId;
  readonly agentIds: AgentId[] = [];
  /** What must never happen and was seen to happen. */
  readonly alarms: string[] = [];
  /** When the customer certainly reached the server. */
  readonly contacts: Contact[] = [];
  readonly sweepsSpoiltMs: number[] = [];
  /** Up to where each push said that the customer has missed something. */
  readonly pushedTo: number[] = [];
  /** The texts in those pushes. */
  readonly pushedTexts: { readonly index: number; readonly text: string }[] = [];
  readonly previews: { readonly shown: string; readonly atMs: number }[] = [];
  /** When each event of this chat was committed, in the order of the log; a chat that continues it has its own. */
  readonly committedMs: number[] = [];
  /** What the service masked, and when; the last is in force. */
  readonly masking: { readonly masks: readonly Mask[]; readonly fromMs: number; untilMs: number }[] = [];
  /** What `push-unseen-after` was, seconds; the last is in force. */
  readonly unseenSecs: number[] = [];
  readonly deskContacts: { readonly agentId: AgentId; readonly atMs: number }[] = [];
  readonly #stormsUntilMs = new Map<string, number>();
  #options: ChatOptions;
  #oldOptions: ChatOptions;
  #optionsChangedMs = -Infinity;

  constructor({ random, mischief, options, ablation, watcher, readable }: WorldSetup) {
    this.random = random;
    this.mischief = mischief;
    this.ablation = ablation;
    this.watcher = watcher;
    this.#options = this.#oldOptions = options;
    this.masking.push({ masks: options.masks, fromMs: -Infinity, untilMs: Infinity });
    this.unseenSecs.push(options.pushUnseenSec);
    this.trace = new Trace(readable);
    this.stores = makeStores(() => mischief.draw('read', (fault, chance) => fault.strike(chance)) ?? 0);
    this.gateway = new Gateway(this);
    this.platform = new Platform(this);
    this.chatId = this.ids.chatIdOf(SECRET);
  }

  /** How long one call takes: mostly a few milliseconds. */
  latencyMs(): number {
    return this.random.chance(0.05) ? this.random.between(30, 400) : this.random.between(2, 25);
  }

  /** What becomes of a call. */
  fateOf(by: FunctionName, name: string): CallFate | undefined {
    const fate = this.mischief.on ? this.#drawFate(by, name) : undefined;
    if (by === 'sweep' && fate !== undefined) this.sweepsSpoiltMs.push(this.agenda.nowMs);
    return fate;
  }

  #drawFate(by: FunctionName, name: string): CallFate | undefined {
    const port = name.slice(0, name.indexOf('.'));
    const stormMs = this.#stormsUntilMs.get(port);
    if (stormMs !== undefined && this.agenda.nowMs < stormMs && this.random.chance(0.9)) return { kind: 'refused' };
    const fate = this.mischief.draw('call', (fault, random) => fault.strike(random, { by, name }));
    if (fate?.kind !== 'storm') return fate;
    this.#stormsUntilMs.set(port, this.agenda.nowMs + fate.ms);
    return { kind: 'refused' };
  }

  /** An event was committed; the stream takes its effects. */
  committed(chatId: ChatId, { event, effects }: LogEntry): void {
    this.trace.note(this.agenda.nowMs, 'committed', () => JSON.stringify(event));
    const { index, at } = event;
    if (chatId === this.chatId) this.committedMs[index - 1] = this.agenda.nowMs;
    if (effects.length > 0) this.platform.record({ chatId, index, at, effects });
    if (event.type === 'agent-joined') void this.checkMembership();
    const isEvidence = event.type === 'customer-disconnected' && event.cause !== 'lease-over';
    if (isEvidence && this.gateway.knows(event.connectionId)) this.alarms.push(livingSocketDropped(event.connectionId));
  }

  /** After a change of a row or a desk: the next tick may have to come sooner. */
  async looked<T>(change: Promise<T>): Promise<T> {
    const result = await change;
    this.platform.planTick(await this.nextLook());
    return result;
  }

  /** When the sweep has something to look at; infinity when nothing is known. */
  async nextLook(): Promise<number> {
    const row = await this.stores.rows.read(this.chatId);
    let nextMs = row?.phase === 'open' ? row.lookAt : Infinity;
    for (const agentId of this.agentIds) {
      const desk = await this.stores.desks.read(agentId);
      nextMs = Math.min(nextMs, (desk === undefined ? undefined : deskDueAt(desk)) ?? Infinity);
    }
    return nextMs;
  }

  /** Every agent in the chat must be known to be in it (AGENT-3). */
  async checkMembership(): Promise<void> {
    const state = (await this.stores.log.load(this.chatId, 'strong'))?.state;
    if (state?.phase !== 'open') return;
    for (const { agentId } of state.agents) {
      const chats = await this.stores.agentChats.list(agentId);
      if (!chats.includes(this.chatId))
        this.alarms.push(`membership: ${agentId} is in the chat at ${state.index} and not listed`);
    }
  }

  /** A walk is over: the chat has the options of the service, unless it could not be reached or they have changed since (OPT-13). */
  async checkApplied(number: number): Promise<void> {
    const walk = await this.stores.walks.read('default');
    const state = (await this.stores.log.load(this.chatId, 'strong'))?.state;
    if (walk?.number !== number || walk.failed > 0 || state?.phase !== 'open') return;
    const isOld = this.#optionsChangedMs < walk.startedAt && !this.mischief.harms.has('slow');
    const wanted = periodsOf(this.#options, state.customer.push);
    // A regular chat takes the periods of its idle clock with activity (REG-7).
    const mine = isRegular(state) ? { ...wanted, presenceSec: state.periods.presenceSec } : state.periods;
    const isApplied = samePeriods(mine, wanted);
    if (isOld && !isApplied) this.alarms.push(`walk: the chat has not got its options at ${state.index}`);
  }

  /** The options that a function knows: for a while after a change, the old ones or the new ones. */
  optionsNow(): ChatOptions {
    const isFresh = this.agenda.nowMs - this.#optionsChangedMs < OPTIONS_AGE_MS;
    return isFresh && this.random.chance(0.5) ? this.#oldOptions : this.#options;
  }

  /** Load limits stay as they are: they are about other chats. */
  changeOptions(options: ChatOptions): void {
    const { limitsEnabled, sessionsMax } = this.#options;
    this.#oldOptions = this.#options;
    this.#options = { ...options, limitsEnabled, sessionsMax };
    this.#optionsChangedMs = this.agenda.nowMs;
    const last = this.masking.at(-1);
    if (last !== undefined) last.untilMs = this.agenda.nowMs;
    this.masking.push({ masks: options.masks, fromMs: this.agenda.nowMs, untilMs: Infinity });
    this.unseenSecs.push(options.pushUnseenSec);
  }

  /** Other chats of the service are opened, as many as its limit, or they are closed. Nothing of them but their rows exists. */
  async crowd(phase: 'open' | 'closed'): Promise<void> {
    const { rows } = this.stores;
    const own = await rows.read(this.chatId);
    const { limitsEnabled, sessionsMax } = this.#options;
    if (!limitsEnabled || own === undefined) return;
    for (let other = 0; other < sessionsMax; other++) {
      await rows.write(`other-${other}`, phase === 'open' ? 1 : 2, {
        ...own,
        phase,
        status: -1,
        agents: [],
        lookAt: Infinity,
      });
    }
  }

  /** The server answered a frame. A hello and a heartbeat prove contact, and that the server knows whose socket it is. */
  answered(context: SocketContext, body: string, cameMs: number): void {
    const isKnown = body.startsWith('{"type":"hello-ok"') || body.startsWith('{"type":"pong"');
    if (!isKnown) return;
    const { role, agentId } = context;
    if (role === 'customer') this.contacts.push({ cameMs, answeredMs: this.agenda.nowMs });
    else if (agentId !== undefined) this.deskContacts.push({ agentId, atMs: this.agenda.nowMs });
  }

  /** A push on its way to the customer's phone. */
  pushed({ upTo, missed }: Notification): PushOutcome {
    const failure = this.mischief.draw('push', (fault, random) => fault.strike(random));
    this.trace.note(this.agenda.nowMs, 'pushed', () => `${upTo}${failure === undefined ? '' : ' unacknowledged'}`);
    if (failure?.arrives === false) return 'failed';
    this.pushedTo.push(upTo);
    for (const event of missed?.events ?? []) {
      if ('text' in event) this.pushedTexts.push({ index: event.index, text: event.text });
    }
    return failure === undefined ? 'delivered' : 'failed';
  }

  noted(code: string, fields: Readonly<Record<string, string | number | boolean>>): void {
    const { reason } = fields;
    this.trace.note(this.agenda.nowMs, code);
    if (code !== 'REQUEST_FAILED' && reason !== undefined && reason !== 'Fault')
      this.alarms.push(`bug: ${code} ${reason}`);
  }

  /** A handler let an error out: only a mistake in it does. */
  threw(by: FunctionName, error: unknown): void {
    if (error instanceof Fault) return;
    this.alarms.push(`bug: ${by} threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}
