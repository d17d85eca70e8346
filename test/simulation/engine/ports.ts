import type { EffectsHandlerDeps } from '../../../functions/effects/handler.ts';
import type { HttpDeps } from '../../../functions/http/http-deps.ts';
import type { SocketDeps } from '../../../functions/socket/handler.ts';
import type { WakeHandlerDeps } from '../../../functions/wake/handler.ts';
import type { DeskPresenceDeps } from '../../../shared/app/desk-presence.ts';
import {
  CHECK_SHARDS,
  type AgentChats,
  type ChatLog,
  type DeskRegistry,
  type EffectsOfEvent,
  type ListRows,
} from '../../../shared/app/ports.ts';
import type { SweepDeps } from '../../../shared/app/sweep.ts';
import type { Invocation } from './invocation.ts';
import type { World } from './world.ts';

/** Everything that any function asks for. */
export type AllDeps = SocketDeps & HttpDeps & WakeHandlerDeps & EffectsHandlerDeps & SweepDeps & DeskPresenceDeps;

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
    return this.change('desks.unregister', () => this.world.stores.desks.unregister(...args));
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

type Few = Pick<
  AllDeps,
  'contacts' | 'bus' | 'sockets' | 'wakeUps' | 'retries' | 'pacer' | 'options' | 'clock' | 'journal'
>;

const fewPorts = (world: World, invocation: Invocation): Few => ({
  contacts: {
    note: (...args) => invocation.call('contacts.note', () => world.stores.contacts.note(...args)),
    read: (chatId) => invocation.call('contacts.read', () => world.stores.contacts.read(chatId)),
  },
  bus: { announce: (fact) => invocation.call('bus.announce', () => world.stores.bus.announce(fact)) },
  sockets: {
    post: (id, frame) =>
      invocation.call('sockets.post', async () => world.gateway.post(id, frame)).catch(() => 'unknown'),
    probe: (id) => invocation.call('sockets.probe', async () => world.gateway.probe(id)).catch(() => 'unknown'),
    close: (id) => invocation.call('sockets.close', async () => world.gateway.closeByServer(id)),
  },
  wakeUps: {
    arm: (chatId, arming, now) => invocation.call('wakeUps.arm', async () => world.platform.arm(chatId, arming, now)),
  },
  retries: { send: (failed) => invocation.call('retries.send', async () => world.platform.retry(failed)) },
  pacer: { pause: (attempt) => invocation.pause(world.random.between(1, 20 * 2 ** attempt)) },
  options: { of: async () => world.optionsNow() },
  clock: { now: () => invocation.now() },
  journal: { note: (code, fields) => world.noted(code, fields) },
});

const isEffects = (value: unknown): value is EffectsOfEvent =>
  typeof value === 'object' && value !== null && 'effects' in value;

const effectsOfImage = (image: Readonly<Record<string, unknown>>): EffectsOfEvent | undefined =>
  isEffects(image['of']) ? image['of'] : undefined;

/** The ports of one invocation. */
export const portsOf = (world: World, invocation: Invocation): AllDeps => {
  const ports: AllDeps = {
    ...fewPorts(world, invocation),
    log: new LogPort(world, invocation),
    rows: new RowsPort(world, invocation),
    desks: new DesksPort(world, invocation),
    agentChats: new AgentChatsPort(world, invocation),
    ids: world.ids,
    keys: world.stores.keys,
    socketUrl: 'wss://simulated',
    effectsOfImage,
  };
  return world.ablation?.ports?.(ports, world) ?? ports;
};
