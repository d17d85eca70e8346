import {
  CHECK_SHARDS,
  type AgentChats,
  type Bus,
  type ChatLog,
  type Clock,
  type Contacts,
  type DeskRegistry,
  type EffectsOfEvent,
  type FactStore,
  type IdSource,
  type Journal,
  type KeyRing,
  type ListRows,
  type OptionWalks,
  type LoadGauge,
  type OptionsSource,
  type Pacer,
  type PushProvider,
  type PushQueue,
  type PushReceipts,
  type PushRetries,
  type ReadMarks,
  type ReportBus,
  type RetryQueue,
  type ServiceMasking,
  type ServiceOptions,
  type SocketSender,
  type WakeUps,
  type WalkOrders,
} from '../../../shared/app/ports.ts';
import type { KeptFiles, Uploads } from '../../../shared/app/ports-of-files.ts';
import type { AllDeps } from './all-deps.ts';
import type { Invocation } from './invocation.ts';
import { livingSocketDropped, type World } from './world.ts';

type Arguments<T, K extends keyof T> = T[K] extends (...args: infer A) => unknown ? A : never;
type Answer<T, K extends keyof T> = T[K] extends (...args: never) => infer R ? R : never;

/** A port as one invocation sees it: each call a step. Classes, because a session makes hundreds of invocations. */
class Port {
  protected readonly world: World;
  protected readonly invocation: Invocation;

  constructor(world: World, invocation: Invocation) {
    this.world = world;
    this.invocation = invocation;
  }

  protected call<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.invocation.call(name, run);
  }

  /** A call after which the sweep may have to tick sooner. */
  protected change<T>(name: string, run: () => Promise<T>): Promise<T> {
    return this.invocation.call(name, () => this.world.looked(run()));
  }
}

class LogPort extends Port implements ChatLog {
  load(...args: Arguments<ChatLog, 'load'>): Answer<ChatLog, 'load'> {
    return this.call('log.load', () => this.world.stores.log.load(...args));
  }

  append(...args: Arguments<ChatLog, 'append'>): Answer<ChatLog, 'append'> {
    return this.call('log.append', async () => {
      const appended = await this.world.stores.log.append(...args);
      if (appended.kind === 'committed') this.world.committed(...args);
      return appended;
    });
  }

  readAfter(...args: Arguments<ChatLog, 'readAfter'>): Answer<ChatLog, 'readAfter'> {
    return this.call('log.readAfter', () => this.world.stores.log.readAfter(...args));
  }

  effectsAfter(...args: Arguments<ChatLog, 'effectsAfter'>): Answer<ChatLog, 'effectsAfter'> {
    return this.call('log.effectsAfter', () => this.world.stores.log.effectsAfter(...args));
  }

  expire(...args: Arguments<ChatLog, 'expire'>): Answer<ChatLog, 'expire'> {
    return this.call('log.expire', () => this.world.stores.log.expire(...args));
  }
}

class GaugePort extends Port implements LoadGauge {
  take(...args: Arguments<LoadGauge, 'take'>): Answer<LoadGauge, 'take'> {
    return this.call('gauge.take', () => this.world.stores.gauge.take(...args));
  }

  claim(...args: Arguments<LoadGauge, 'claim'>): Answer<LoadGauge, 'claim'> {
    return this.call('gauge.claim', () => this.world.stores.gauge.claim(...args));
  }

  settle(...args: Arguments<LoadGauge, 'settle'>): Answer<LoadGauge, 'settle'> {
    return this.call('gauge.settle', () => this.world.stores.gauge.settle(...args));
  }
}

class RowsPort extends Port implements ListRows {
  prepare(...args: Arguments<ListRows, 'prepare'>): Answer<ListRows, 'prepare'> {
    return this.change('rows.prepare', () => this.world.stores.rows.prepare(...args));
  }

  write(...args: Arguments<ListRows, 'write'>): Answer<ListRows, 'write'> {
    return this.change('rows.write', () => this.world.stores.rows.write(...args));
  }

  read(...args: Arguments<ListRows, 'read'>): Answer<ListRows, 'read'> {
    return this.call('rows.read', () => this.world.stores.rows.read(...args));
  }

  async due(...args: Arguments<ListRows, 'due'>): Answer<ListRows, 'due'> {
    // Sixteen shards and one chat: only the shard that has something is worth a step.
    const found = await this.world.stores.rows.due(...args);
    if (found.length === 0 && args[0] !== CHECK_SHARDS - 1) return found;
    return this.call('rows.due', () => this.world.stores.rows.due(...args));
  }

  async open(...args: Arguments<ListRows, 'open'>): Answer<ListRows, 'open'> {
    // Sixteen shards and one chat: only the shard that has something is worth a step.
    const found = await this.world.stores.rows.open(...args);
    if (found.chatIds.length === 0) return found;
    return this.call('rows.open', () => this.world.stores.rows.open(...args));
  }

  async countOpen(...args: Arguments<ListRows, 'countOpen'>): Answer<ListRows, 'countOpen'> {
    const count = await this.world.stores.rows.countOpen(...args);
    return count === 0 ? count : this.call('rows.countOpen', () => this.world.stores.rows.countOpen(...args));
  }

  moveLookAt(...args: Arguments<ListRows, 'moveLookAt'>): Answer<ListRows, 'moveLookAt'> {
    return this.change('rows.moveLookAt', () => this.world.stores.rows.moveLookAt(...args));
  }

  remove(...args: Arguments<ListRows, 'remove'>): Answer<ListRows, 'remove'> {
    return this.call('rows.remove', () => this.world.stores.rows.remove(...args));
  }

  waiting(...args: Arguments<ListRows, 'waiting'>): Answer<ListRows, 'waiting'> {
    return this.call('rows.waiting', () => this.world.stores.rows.waiting(...args));
  }
}

class DesksPort extends Port implements DeskRegistry {
  register(...args: Arguments<DeskRegistry, 'register'>): Answer<DeskRegistry, 'register'> {
    return this.change('desks.register', () => this.world.stores.desks.register(...args));
  }

  unregister(...args: Arguments<DeskRegistry, 'unregister'>): Answer<DeskRegistry, 'unregister'> {
    return this.change('desks.unregister', () => {
      const [, connectionId] = args;
      if (this.world.gateway.knows(connectionId)) this.world.alarms.push(livingSocketDropped(connectionId));
      return this.world.stores.desks.unregister(...args);
    });
  }

  read(...args: Arguments<DeskRegistry, 'read'>): Answer<DeskRegistry, 'read'> {
    return this.call('desks.read', () => this.world.stores.desks.read(...args));
  }

  touch(...args: Arguments<DeskRegistry, 'touch'>): Answer<DeskRegistry, 'touch'> {
    return this.call('desks.touch', () => this.world.stores.desks.touch(...args));
  }

  due(...args: Arguments<DeskRegistry, 'due'>): Answer<DeskRegistry, 'due'> {
    return this.call('desks.due', () => this.world.stores.desks.due(...args));
  }

  connected(...args: Arguments<DeskRegistry, 'connected'>): Answer<DeskRegistry, 'connected'> {
    return this.call('desks.connected', () => this.world.stores.desks.connected(...args));
  }

  expire(...args: Arguments<DeskRegistry, 'expire'>): Answer<DeskRegistry, 'expire'> {
    return this.change('desks.expire', () => this.world.stores.desks.expire(...args));
  }

  settle(...args: Arguments<DeskRegistry, 'settle'>): Answer<DeskRegistry, 'settle'> {
    return this.change('desks.settle', () => this.world.stores.desks.settle(...args));
  }

  declareLost(...args: Arguments<DeskRegistry, 'declareLost'>): Answer<DeskRegistry, 'declareLost'> {
    return this.change('desks.declareLost', () => this.world.stores.desks.declareLost(...args));
  }
}

class AgentChatsPort extends Port implements AgentChats {
  remember(...args: Arguments<AgentChats, 'remember'>): Answer<AgentChats, 'remember'> {
    return this.call('agentChats.remember', () => this.world.stores.agentChats.remember(...args));
  }

  forget(...args: Arguments<AgentChats, 'forget'>): Answer<AgentChats, 'forget'> {
    return this.call('agentChats.forget', async () => {
      await this.world.stores.agentChats.forget(...args);
      await this.world.checkMembership();
    });
  }

  list(...args: Arguments<AgentChats, 'list'>): Answer<AgentChats, 'list'> {
    return this.call('agentChats.list', () => this.world.stores.agentChats.list(...args));
  }
}

const isEffects = (value: unknown): value is EffectsOfEvent =>
  typeof value === 'object' && value !== null && 'effects' in value;

/** The ports of one invocation, each made when it is first asked for: most functions use a few. */
class Ports extends Port implements AllDeps {
  private keptLog: LogPort | undefined;
  private keptRows: RowsPort | undefined;
  private keptDesks: DesksPort | undefined;
  private keptAgentChats: AgentChatsPort | undefined;
  readonly socketUrl = 'wss://simulated';

  get log(): ChatLog {
    return (this.keptLog ??= new LogPort(this.world, this.invocation));
  }

  get rows(): ListRows {
    return (this.keptRows ??= new RowsPort(this.world, this.invocation));
  }

  get desks(): DeskRegistry {
    return (this.keptDesks ??= new DesksPort(this.world, this.invocation));
  }

  get agentChats(): AgentChats {
    return (this.keptAgentChats ??= new AgentChatsPort(this.world, this.invocation));
  }

  get readMarks(): ReadMarks {
    const { readMarks } = this.world.stores;
    return {
      note: (...args) => this.call('readMarks.note', () => readMarks.note(...args)),
      read: (chatId) => this.call('readMarks.read', () => readMarks.read(chatId)),
    };
  }

  get contacts(): Contacts {
    const { contacts } = this.world.stores;
    return {
      note: (...args) => this.call('contacts.note', () => contacts.note(...args)),
      read: (chatId) => this.call('contacts.read', () => contacts.read(chatId)),
    };
  }

  get bus(): Bus {
    return {
      announce: (fact) =>
        this.call('bus.announce', async () => {
          await this.world.stores.bus.announce(fact);
          this.world.platform.announced(fact);
        }),
    };
  }

  get sockets(): SocketSender {
    const { gateway } = this.world;
    return {
      post: (id, frame) => this.call('sockets.post', async () => gateway.post(id, frame)).catch(() => 'unknown'),
      probe: (id) => this.call('sockets.probe', async () => gateway.probe(id)).catch(() => 'unknown'),
      close: (id) => this.call('sockets.close', async () => gateway.closeByServer(id)),
    };
  }

  get wakeUps(): WakeUps {
    const { platform } = this.world;
    return { arm: (chatId, arming, now) => this.call('wakeUps.arm', async () => platform.arm(chatId, arming, now)) };
  }

  get retries(): RetryQueue {
    return { send: (failed) => this.call('retries.send', async () => this.world.platform.retry(failed)) };
  }

  get pushes(): PushQueue {
    return { send: (statement) => this.call('pushes.send', async () => this.world.platform.push(statement)) };
  }

  get uploads(): Uploads {
    const { uploads } = this.world.stores.files;
    return {
      form: (...args) => uploads.form(...args),
      look: (...args) => this.call('uploads.look', () => uploads.look(...args)),
      keep: (...args) => this.call('uploads.keep', () => uploads.keep(...args)),
      address: (...args) => uploads.address(...args),
    };
  }

  get files(): KeptFiles {
    const { keptFiles } = this.world.stores.files;
    return {
      keep: (...args) => this.call('files.keep', () => keptFiles.keep(...args)),
      expire: (...args) => this.call('files.expire', () => keptFiles.expire(...args)),
      remove: (...args) => this.call('files.remove', () => keptFiles.remove(...args)),
    };
  }

  get receipts(): PushReceipts {
    const { receipts } = this.world.stores;
    return {
      read: (chatId) => this.call('receipts.read', () => receipts.read(chatId)),
      note: (...args) => this.call('receipts.note', () => receipts.note(...args)),
      claimGivingUp: (...args) => this.call('receipts.claimGivingUp', () => receipts.claimGivingUp(...args)),
    };
  }

  get pushRetries(): PushRetries {
    const { pushRetries } = this.world.platform;
    return {
      later: (...args) => this.call('pushRetries.later', () => pushRetries.later(...args)),
      giveUp: (statement) => this.call('pushRetries.giveUp', () => pushRetries.giveUp(statement)),
    };
  }

  providerOf(): PushProvider {
    return {
      push: (notification) =>
        this.call('phone.push', async () => this.world.pushed(notification)).catch(() => 'failed' as const),
    };
  }

  get facts(): FactStore {
    return { put: (...args) => this.call('facts.put', () => this.world.stores.facts.put(...args)) };
  }

  get reports(): ReportBus {
    return { report: (reported) => this.call('reports.report', () => this.world.stores.reports.report(reported)) };
  }

  get pacer(): Pacer {
    return { pause: (attempt) => this.invocation.pause(this.world.random.between(1, 20 * 2 ** attempt)) };
  }

  get walks(): OptionWalks {
    const { walks } = this.world.stores;
    return {
      read: (service) => this.call('walks.read', () => walks.read(service)),
      replace: (...args) => this.call('walks.replace', () => walks.replace(...args)),
    };
  }

  get walkOrders(): WalkOrders {
    const { platform } = this.world;
    return { send: (...args) => this.call('walkOrders.send', async () => platform.walk(...args)) };
  }

  comeAgain(...args: Parameters<AllDeps['comeAgain']>): Promise<void> {
    return this.call('queue.comeAgain', () => this.world.platform.comeAgain(...args));
  }

  get gauge(): LoadGauge {
    return new GaugePort(this.world, this.invocation);
  }

  get serviceMasking(): ServiceMasking {
    return this.world.stores.serviceMasking;
  }

  get serviceOptions(): ServiceOptions {
    return this.world.stores.serviceOptions;
  }

  get options(): OptionsSource {
    return { of: async () => this.world.optionsNow() };
  }

  get clock(): Clock {
    return this.invocation;
  }

  get journal(): Journal {
    return { note: (code, fields) => this.world.noted(code, fields) };
  }

  get ids(): IdSource {
    return this.world.ids;
  }

  get keys(): KeyRing {
    return this.world.stores.keys;
  }

  effectsOfImage(image: Readonly<Record<string, unknown>>): EffectsOfEvent | undefined {
    return isEffects(image['of']) ? image['of'] : undefined;
  }
}

/** The ports of one invocation, maybe without a rule. */
export const portsOf = (world: World, invocation: Invocation): AllDeps => {
  const ports = new Ports(world, invocation);
  return world.ablation?.ports?.(ports, { by: invocation.by, agenda: world.agenda }) ?? ports;
};
