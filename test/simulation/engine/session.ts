import type { Effect } from '../../../shared/domain/effects.ts';
import type { Ablation } from '../ablations/ablation.ts';
import type { Device, View } from '../cast/device.ts';
import { Stage } from '../cast/stage.ts';
import type { History } from '../history.ts';
import { Mischief, type Stroke } from './mischief.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { turn } from './turn.ts';
import { withoutRealWorld } from './real-world.ts';
import { SimulatedWorld } from './simulated-world.ts';
import type { Watcher } from './world.ts';

/** How a plan is run. */
export interface RunOptions {
  /** Whether the trace is kept as lines. */
  readonly readable?: boolean;
  readonly ablation?: Ablation | undefined;
  readonly watcher?: Watcher | undefined;
  /** Strokes that are left out. */
  readonly spared?: ReadonlySet<Stroke>;
}

/** A session that has been run. */
export interface Played {
  readonly plan: Plan;
  readonly history: History;
  readonly traceHash: string;
  readonly trace: readonly string[];
  readonly strokes: readonly Stroke[];
  readonly struck: ReadonlyMap<string, number>;
  readonly steps: number;
}

const STREAM = { run: 11, faults: 12 };

/** More than any session takes; whoever takes more runs in a circle. */
const STEPS_MAX = 20_000;

/** After the last operation, while faults still strike. */
const AFTERMATH_MS = 20_000;

/** How long the pages may take to hear everything once nothing goes wrong any more. */
const SETTLE_ROUNDS = 8;
const ROUND_MS = 25_000;

/** Runs one session from its opening to the end of its chat. */
export const playSession = async (plan: Plan, options: RunOptions = {}): Promise<Played> => {
  return withoutRealWorld(() => new Playing(plan, options).play());
};

class Playing {
  readonly #plan: Plan;
  readonly #world: SimulatedWorld;
  readonly #stage: Stage;
  #steps = 0;
  #cameBack: View | undefined;

  constructor(plan: Plan, { readable = false, ablation, watcher, spared = new Set() }: RunOptions) {
    this.#plan = plan;
    const mischief = new Mischief(new Random(plan.seed, STREAM.faults), plan.faults, plan.intensity, spared);
    const random = new Random(plan.seed, STREAM.run);
    this.#world = new SimulatedWorld({ random, mischief, options: plan.options, ablation, watcher, readable });
    this.#stage = new Stage(this.#world, plan.cast);
  }

  async play(): Promise<Played> {
    const { agenda, mischief, trace } = this.#world;
    this.#stage.openChat();
    await this.#runUntil(() => this.#stage.opened);
    await this.#act();
    mischief.on = false;
    const calmSinceMs = agenda.nowMs;
    const unsettled = await this.#settle();
    const settledIndex = this.#log().length;
    for (const device of this.#stage.devices) device.close(true);
    await this.#runUntil(() => false);
    if (this.#world.random.chance(0.4)) unsettled.push(...(await this.#lookBack()));
    if (this.#world.random.chance(0.2)) await this.#goOn();
    const history = await this.#history(calmSinceMs, settledIndex, unsettled);
    const { strokes, struck } = mischief;
    const lines = trace.lines ?? [];
    return { plan: this.#plan, history, traceHash: trace.hash, trace: lines, strokes, struck, steps: this.#steps };
  }

  async #act(): Promise<void> {
    const { agenda, trace } = this.#world;
    const startMs = agenda.nowMs;
    for (const { afterMs, operation, seed } of this.#plan.acts) {
      agenda.at(startMs + afterMs, () => {
        trace.note(agenda.nowMs, operation.name);
        operation.run(this.#stage, new Random(seed, 0));
      });
    }
    await this.#runTo(startMs + (this.#plan.acts.at(-1)?.afterMs ?? 0) + AFTERMATH_MS);
  }

  /** Everybody comes back; heartbeats go round until every page has shown what its reader may see. */
  async #settle(): Promise<string[]> {
    const { agenda } = this.#world;
    for (const device of this.#stage.devices) device.open(false).connect();
    for (let round = 0; round < SETTLE_ROUNDS; round++) {
      await this.#runTo(agenda.nowMs + ROUND_MS);
      for (const device of this.#stage.devices) device.glance();
      await this.#runTo(agenda.nowMs + ROUND_MS);
      if (await this.#allUpToDate()) return [];
      for (const device of this.#stage.devices) device.open(false).connect();
    }
    const late = [];
    for (const device of this.#stage.devices) if (!(await this.#isUpToDate(device))) late.push(this.#describe(device));
    if (!this.#stage.workflow.settled) late.push('the workflow has commands that were never answered');
    return late;
  }

  async #allUpToDate(): Promise<boolean> {
    for (const device of this.#stage.devices) if (!(await this.#isUpToDate(device))) return false;
    return this.#stage.workflow.settled;
  }

  async #isUpToDate(device: Device): Promise<boolean> {
    const state = (await this.#world.stores.log.load(this.#world.chatId, 'strong'))?.state;
    const last = state?.last[device.owner === 'customer' ? 'ALL' : 'INT'] ?? 0;
    return device.settled && (device.view.events.at(-1)?.index ?? device.view.after) >= last;
  }

  #describe(device: Device): string {
    const { length } = this.#log();
    const shown = device.view.events.at(-1)?.index ?? device.view.after;
    return `${device.name} has shown ${shown} of ${length} and has ${device.client?.unsent ?? 0} commands unsent`;
  }

  /** When all is over one device may come back once more and see the end. */
  async #lookBack(): Promise<string[]> {
    const { agenda, random } = this.#world;
    const device = random.pick(this.#stage.devices);
    device.open(false);
    await this.#runTo(agenda.nowMs + ROUND_MS);
    const isUpToDate = await this.#isUpToDate(device);
    device.close(true);
    await this.#runUntil(() => false);
    this.#cameBack = device.view;
    return isUpToDate ? [] : [this.#describe(device)];
  }

  /** Weeks later the customer goes on in a new chat, which lives until its own end. */
  async #goOn(): Promise<void> {
    const { agenda, random } = this.#world;
    await this.#runTo(agenda.nowMs + random.between(0, 60) * 86_400_000);
    this.#stage.goOn();
    await this.#runUntil(() => false);
  }

  async #runTo(untilMs: number): Promise<void> {
    const { agenda } = this.#world;
    await this.#runUntil(() => agenda.nextMs() > untilMs);
    agenda.nowMs = Math.max(agenda.nowMs, untilMs);
  }

  async #runUntil(isOver: () => boolean): Promise<void> {
    const { agenda } = this.#world;
    await turn();
    while (!isOver() && agenda.step()) {
      this.#steps += 1;
      if (this.#steps > STEPS_MAX) {
        this.#world.alarms.push(`bug: the session does not end`);
        return;
      }
      await turn();
    }
  }

  #log(): History['log'] {
    return this.#world.stores.log.events(this.#world.chatId);
  }

  async #history(calmSinceMs: number, settledIndex: number, unsettled: readonly string[]): Promise<History> {
    const { stores, chatId, mischief, contacts, deskContacts, sweepsSpoiltMs, pushedTo, alarms, agenda } = this.#world;
    const { masking, unseenSecs, committedMs, previews, pushedTexts } = this.#world;
    const log = stores.log.events(chatId);
    const effects: (readonly Effect[])[] = log.map(() => []);
    for (let after = 0; after < log.length; after += 200) {
      const { found } = await stores.log.effectsAfter(chatId, after, 200);
      for (const of of found) effects[of.index - 1] = of.effects;
    }
    return {
      chatId,
      log,
      effects,
      state: (await stores.log.load(chatId, 'strong'))?.state,
      row: await stores.rows.read(chatId),
      announced: stores.bus.announced().filter((fact) => fact.chatId === chatId),
      facts: stores.facts.rows().filter((fact) => fact.chat_id === chatId),
      reported: stores.reports.reported().filter((fact) => fact.chatId === chatId),
      expiries: log.map((event) => stores.log.expiresAtSec(chatId, event.index)),
      rowExpiresAtSec: stores.rows.expiresAtSec(chatId),
      submitted: this.#stage.submitted,
      told: this.#stage.workflow.told,
      sharedFiles: this.#stage.files.shared,
      fileFates: new Map(
        log.flatMap((event) =>
          event.type === 'file-uploaded' ? [[event.file, stores.files.fateOf(chatId, event.file)] as const] : [],
        ),
      ),
      views: this.#stage.devices.map((device) => device.view),
      cameBack: this.#cameBack,
      settledIndex,
      unsettled,
      contacts,
      deskContacts,
      sweepsSpoiltMs,
      pushedTo,
      masking,
      unseenSecs,
      committedMs,
      previews,
      pushedTexts,
      calmSinceMs,
      endMs: agenda.nowMs,
      harms: mischief.harms,
      struck: mischief.struck,
      alarms,
    };
  }
}
