import { CHECK_SHARDS } from '../../../shared/app/ports.ts';
import type { SweepDeps } from '../../../shared/app/sweep.ts';
import type { DeskPresenceDeps } from '../../../shared/app/desk-presence.ts';
import type { EffectsHandlerDeps } from '../../../functions/effects/handler.ts';
import type { HttpDeps } from '../../../functions/http/http-deps.ts';
import type { SocketDeps } from '../../../functions/socket/handler.ts';
import type { WakeHandlerDeps } from '../../../functions/wake/handler.ts';
import type { EffectsOfEvent } from '../../../shared/app/ports.ts';
import type { Invocation } from './invocation.ts';
import type { World } from './world.ts';

/** Everything that any function asks for. */
export type AllDeps = SocketDeps & HttpDeps & WakeHandlerDeps & EffectsHandlerDeps & SweepDeps & DeskPresenceDeps;

type Deps = Pick<AllDeps, keyof AllDeps>;

/** The stores as one invocation sees them: each call a step. */
const storePorts = (world: World, invocation: Invocation): Pick<Deps, 'log' | 'rows' | 'contacts' | 'bus'> => {
  const { log, rows, contacts, bus } = world.stores;
  const call = <T>(name: string, run: () => Promise<T>): Promise<T> => invocation.call(name, run);
  return {
    log: {
      load: (chatId, consistency) => call('log.load', () => log.load(chatId, consistency)),
      append: (chatId, entry) =>
        call('log.append', async () => {
          const appended = await log.append(chatId, entry);
          if (appended.kind === 'committed') world.committed(chatId, entry);
          return appended;
        }),
      readAfter: (chatId, after, limit, consistency) =>
        call('log.readAfter', () => log.readAfter(chatId, after, limit, consistency)),
      effectsAfter: (chatId, after, limit) => call('log.effectsAfter', () => log.effectsAfter(chatId, after, limit)),
      expire: (chatId, after, limit, sec) => call('log.expire', () => log.expire(chatId, after, limit, sec)),
    },
    rows: {
      prepare: (chatId, row) => call('rows.prepare', () => world.looked(rows.prepare(chatId, row))),
      write: (chatId, index, row, sec) => call('rows.write', () => world.looked(rows.write(chatId, index, row, sec))),
      read: (chatId) => call('rows.read', () => rows.read(chatId)),
      due: async (shard, before, limit) => {
        // Sixteen shards and one chat: only the shard that has something is worth a step.
        const found = await rows.due(shard, before, limit);
        return found.length === 0 && shard !== CHECK_SHARDS - 1 ? found : call('rows.due', () => rows.due(shard, before, limit));
      },
      moveLookAt: (row, lookAt) => call('rows.moveLookAt', () => world.looked(rows.moveLookAt(row, lookAt))),
      remove: (row) => call('rows.remove', () => rows.remove(row)),
      waiting: (service, limit) => call('rows.waiting', () => rows.waiting(service, limit)),
    },
    contacts: {
      note: (chatId, now, everyMs) => call('contacts.note', () => contacts.note(chatId, now, everyMs)),
      read: (chatId) => call('contacts.read', () => contacts.read(chatId)),
    },
    bus: { announce: (fact) => call('bus.announce', () => bus.announce(fact)) },
  };
};

const deskPorts = (world: World, invocation: Invocation): Pick<Deps, 'desks' | 'agentChats'> => {
  const { desks, agentChats } = world.stores;
  const call = <T>(name: string, run: () => Promise<T>): Promise<T> => invocation.call(name, run);
  return {
    desks: {
      register: (agentId, id, now) => call('desks.register', () => world.looked(desks.register(agentId, id, now))),
      unregister: (agentId, id, now) => call('desks.unregister', () => world.looked(desks.unregister(agentId, id, now))),
      read: (agentId) => call('desks.read', () => desks.read(agentId)),
      touch: (agentId, now) => call('desks.touch', () => desks.touch(agentId, now)),
      due: (now, limit) => call('desks.due', () => desks.due(now, limit)),
      expire: (agentId, now) => call('desks.expire', () => world.looked(desks.expire(agentId, now))),
      settle: (agentId, epoch) => call('desks.settle', () => world.looked(desks.settle(agentId, epoch))),
      declareLost: (agentId, absences, since) =>
        call('desks.declareLost', () => world.looked(desks.declareLost(agentId, absences, since))),
    },
    agentChats: {
      remember: (agentId, chatId, asOf) => call('agentChats.remember', () => agentChats.remember(agentId, chatId, asOf)),
      forget: (agentId, chatId, asOf) =>
        call('agentChats.forget', async () => {
          await agentChats.forget(agentId, chatId, asOf);
          await world.checkMembership();
        }),
      list: (agentId) => call('agentChats.list', () => agentChats.list(agentId)),
    },
  };
};

const platformPorts = (
  world: World,
  invocation: Invocation,
): Pick<Deps, 'sockets' | 'wakeUps' | 'retries' | 'pacer' | 'options' | 'clock' | 'ids' | 'journal' | 'keys'> => ({
  sockets: {
    post: (id, frame) => invocation.call('sockets.post', async () => world.gateway.post(id, frame)).catch(() => 'unknown'),
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
  ids: world.ids,
  journal: { note: (code, fields) => world.noted(code, fields) },
  keys: world.stores.keys,
});

const isEffects = (value: unknown): value is EffectsOfEvent =>
  typeof value === 'object' && value !== null && 'effects' in value;

/** The ports of one invocation. */
export const portsOf = (world: World, invocation: Invocation): AllDeps => {
  const ports: AllDeps = {
    ...storePorts(world, invocation),
    ...deskPorts(world, invocation),
    ...platformPorts(world, invocation),
    socketUrl: 'wss://simulated',
    effectsOfImage: (image) => (isEffects(image['of']) ? image['of'] : undefined),
  };
  return world.ablation?.ports?.(ports, world) ?? ports;
};
