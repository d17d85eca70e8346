import {
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { Fault, type Desk, type DeskRegistry } from '../../app/ports.ts';
import {
  deskDueAt,
  deskExpired,
  deskTold,
  deskTouched,
  deskWithoutSocket,
  deskWithSocket,
  isLost,
  mayDeclareLost,
} from '../../domain/desk.ts';
import type { AgentId, EpochMs } from '../../domain/events.ts';
import { isRecord, json, number, requiredNumber, requiredText, text, unreadable, type Item } from './attributes.ts';
import { calling, callingIf } from './faults.ts';
import { DESK_SHARDS, deskCheckPk, deskCheckPlace, deskKey, fromTimeSk } from './keys.ts';

/** How often a change is decided again after somebody else changed the desk. An agent has at most eight sockets. */
const TRIES = 5;

/** A desk as read, with the number of its version; 0 when there is none. */
interface Versioned {
  readonly desk: Desk | undefined;
  readonly version: number;
}

/** A change of a desk: undefined leaves it as it is. */
type Step = (desk: Desk | undefined) => Desk | undefined;

/** The registry in the desk table: one item per agent, changed only if it is still the one that was read. */
export const dynamoDeskRegistry = (client: DynamoDBClient, tableName: string): DeskRegistry => {
  const read = (agentId: AgentId) => readDesk(client, tableName, agentId);

  /** Applies `step` until it is stored, and answers the desk after. */
  const change = async (agentId: AgentId, step: Step): Promise<Desk | undefined> => {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const before = await read(agentId);
      const after = step(before.desk);
      if (after === undefined || after === before.desk) return before.desk;
      if (await writeDesk(client, tableName, after, before.version)) return after;
    }
    throw new Fault(`unable to change the desk of ${agentId}; ${TRIES} tries lost their race`, { retryable: true });
  };

  /** Applies `step` to a desk that is there. */
  const changeKnown = (agentId: AgentId, step: (desk: Desk) => Desk): Promise<Desk | undefined> =>
    change(agentId, (desk) => (desk === undefined ? undefined : step(desk)));

  return {
    register: async (agentId, connectionId, now) => {
      let wasLost = false;
      const desk = await change(agentId, (before) => {
        // The put of an earlier round may have arrived without its answer: then its findings stand.
        if (before !== undefined && isRegistered(before, connectionId, now)) return before;
        wasLost = before !== undefined && isLost(before);
        return deskWithSocket(before, agentId, connectionId, now);
      });
      if (desk === undefined) throw new Error('a hello always makes a desk');
      return { desk, wasLost };
    },
    unregister: (agentId, connectionId, now) =>
      changeKnown(agentId, (desk) => deskWithoutSocket(desk, connectionId, now)),
    read: async (agentId) => (await read(agentId)).desk,
    touch: async (agentId, now) => {
      await changeKnown(agentId, (desk) => deskTouched(desk, now));
    },
    due: (now, limit) => dueDesks(client, tableName, now, limit),
    connected: async (limit) => {
      const shards = await listedDesks(client, tableName, END_OF_TIME, limit);
      const open = shards.flat().filter((item) => text(item, 'sockets') !== '[]');
      return { agents: open.length, more: shards.some((items) => items.length === limit) };
    },
    expire: async (agentId, now) => {
      await changeKnown(agentId, (desk) => deskExpired(desk, now));
    },
    settle: async (agentId, epoch) => {
      await changeKnown(agentId, (desk) => deskTold(desk, epoch));
    },
    declareLost: async (agentId, absences, since) => {
      let holds = false;
      await changeKnown(agentId, (desk) => {
        holds = mayDeclareLost(desk, absences, since);
        return holds && !isLost(desk) ? { ...desk, lostEpoch: desk.epoch } : desk;
      });
      return holds;
    },
  };
};

const isRegistered = (desk: Desk, connectionId: string, since: EpochMs): boolean =>
  desk.sockets.some((socket) => socket.id === connectionId && socket.since === since);

const readDesk = async (client: DynamoDBClient, tableName: string, agentId: AgentId): Promise<Versioned> => {
  const get = new GetItemCommand({ TableName: tableName, Key: deskKey(agentId), ConsistentRead: true });
  const { Item } = await calling(`read the desk of ${agentId}`, () => client.send(get));
  if (Item === undefined) return { desk: undefined, version: 0 };
  return { desk: deskFrom(agentId, Item), version: requiredNumber(Item, 'ver', `the desk of ${agentId}`) };
};

const writeDesk = (client: DynamoDBClient, tableName: string, desk: Desk, readVersion: number): Promise<boolean> => {
  const put = new PutItemCommand({
    TableName: tableName,
    Item: deskItem(desk, readVersion + 1),
    ...(readVersion === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'ver = :read',
          ExpressionAttributeValues: { ':read': { N: String(readVersion) } },
        }),
  });
  return callingIf(`change the desk of ${desk.agentId}`, () => client.send(put));
};

/** Later than any time that a list holds. */
const END_OF_TIME: EpochMs = 9_999_999_999_998;

/** Desks that need a look at `now`, at most `limit` of each shard. */
const listedDesks = (
  client: DynamoDBClient,
  tableName: string,
  now: EpochMs,
  limit: number,
): Promise<readonly (readonly Item[])[]> => {
  const shards = Array.from({ length: DESK_SHARDS }, (_, shard) => shard);
  const queries = shards.map(async (shard) => {
    const query = new QueryCommand({
      TableName: tableName,
      IndexName: 'check',
      KeyConditionExpression: 'checkPk = :pk AND checkSk < :end',
      ExpressionAttributeValues: { ':pk': { S: deskCheckPk(shard) }, ':end': { S: fromTimeSk(now + 1) } },
      Limit: limit,
    });
    const { Items = [] } = await calling('list the desks that need a look', () => client.send(query));
    return Items;
  });
  return Promise.all(queries);
};

const dueDesks = async (
  client: DynamoDBClient,
  tableName: string,
  now: EpochMs,
  limit: number,
): Promise<readonly AgentId[]> => {
  const items = (await listedDesks(client, tableName, now, limit)).flat();
  return items
    .map((item) => ({ sk: requiredText(item, 'checkSk', 'a desk'), agentId: requiredText(item, 'agentId', 'a desk') }))
    .sort((a, b) => (a.sk < b.sk ? -1 : 1))
    .slice(0, limit)
    .map(({ agentId }) => agentId);
};

const deskItem = (desk: Desk, version: number): Record<string, AttributeValue> => {
  const dueAt = deskDueAt(desk);
  const item: Record<string, AttributeValue> = {
    ...deskKey(desk.agentId),
    ver: { N: String(version) },
    agentId: { S: desk.agentId },
    epoch: { N: String(desk.epoch) },
    sockets: { S: JSON.stringify(desk.sockets) },
    seenUntil: { N: String(desk.seenUntil) },
    absences: { N: String(desk.absences) },
  };
  if (desk.absentSince !== undefined) item['absentSince'] = { N: String(desk.absentSince) };
  if (desk.lostEpoch !== undefined) item['lostEpoch'] = { N: String(desk.lostEpoch) };
  if (desk.toldEpoch !== undefined) item['toldEpoch'] = { N: String(desk.toldEpoch) };
  if (dueAt === undefined) return item;
  const place = deskCheckPlace(desk.agentId, dueAt);
  return { ...item, checkPk: { S: place.pk }, checkSk: { S: place.sk } };
};

const deskFrom = (agentId: AgentId, item: Item): Desk => {
  const what = `the desk of ${agentId}`;
  if (text(item, 'agentId') !== agentId) throw unreadable(what, 'it is of another agent');
  const absentSince = number(item, 'absentSince');
  const lostEpoch = number(item, 'lostEpoch');
  const toldEpoch = number(item, 'toldEpoch');
  return {
    agentId,
    epoch: requiredNumber(item, 'epoch', what),
    sockets: socketsFrom(json(item, 'sockets', what), what),
    seenUntil: requiredNumber(item, 'seenUntil', what),
    absences: requiredNumber(item, 'absences', what),
    ...(absentSince === undefined ? {} : { absentSince }),
    ...(lostEpoch === undefined ? {} : { lostEpoch }),
    ...(toldEpoch === undefined ? {} : { toldEpoch }),
  };
};

const socketsFrom = (value: unknown, what: string): Desk['sockets'] => {
  if (!Array.isArray(value)) throw unreadable(what, 'its sockets are not a list');
  return value.map((socket: unknown) => {
    if (isRecord(socket) && typeof socket['id'] === 'string' && typeof socket['since'] === 'number') {
      return { id: socket['id'], since: socket['since'] };
    }
    throw unreadable(what, 'one of its sockets is none');
  });
};
