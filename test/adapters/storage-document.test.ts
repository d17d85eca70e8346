import { readFileSync } from 'node:fs';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoAgentChats } from '../../shared/adapters/dynamodb/agent-chats.ts';
import { dynamoReadMarks } from '../../shared/adapters/dynamodb/read-marks.ts';
import { dynamoContacts } from '../../shared/adapters/dynamodb/contacts.ts';
import { dynamoDeskRegistry } from '../../shared/adapters/dynamodb/desk-registry.ts';
import { toItem } from '../../shared/adapters/dynamodb/items.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import { dynamoOptionWalks } from '../../shared/adapters/dynamodb/option-walks.ts';
import { dynamoPushReceipts } from '../../shared/adapters/dynamodb/push-receipts.ts';
import { dynamoLoadGauge } from '../../shared/adapters/dynamodb/load-gauge.ts';
import { dynamoServiceMasking } from '../../shared/adapters/dynamodb/service-masking.ts';
import { dynamoServiceOptions } from '../../shared/adapters/dynamodb/service-options.ts';
import { walkBegun } from '../../shared/domain/option-walk.ts';
import type { ListRow } from '../../shared/domain/list-row.ts';
import { maskingAfter, NO_MASKING } from '../../shared/domain/masking-rules.ts';
import { NO_SETTINGS, settingsAfter } from '../../shared/domain/service-settings.ts';
import { itemBytes } from '../contract/support/item-size.ts';
import { message, sampleChat, START } from '../contract/support/sample-log.ts';

const CHAT = 'abcdefghijklmnopqrstuvwx23';
const document = readFileSync(new URL('../../docs/STORAGE.md', import.meta.url), 'utf8');
const store = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'us-east-1' });

/** A chat that waits for an agent. */
const row: ListRow = {
  service: 'support',
  nickname: 'Ada Lovelace',
  phase: 'open',
  status: 1,
  statusAt: START,
  openedAt: START,
  agents: [],
  lookAt: START,
};

type Item = Readonly<Record<string, AttributeValue>>;

/** Names and types of the attributes that the document gives for one kind of item. */
const documented = (kind: string): string[] => {
  const section = document.split(`<!-- item:${kind} -->`)[1]?.split(/\n(?=## )/)[0] ?? '';
  return [...section.matchAll(/^\| `([\w-]+)` +\| ([SN]) +\|/gm)].map(([, name, type]) => `${name} ${type}`).sort();
};

/** Names and types of the attributes that some items have. */
const attributesOf = (...items: readonly Item[]): string[] => {
  const all = items.flatMap((item) => Object.entries(item).map(([name, value]) => `${name} ${Object.keys(value)[0]}`));
  return [...new Set(all)].sort();
};

const putItems = (): Item[] => store.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item ?? {});

beforeEach(() => {
  store.reset();
  store.on(GetItemCommand).resolves({});
  store.on(PutItemCommand).resolves({});
  store.on(QueryCommand).resolves({});
  store.on(UpdateItemCommand).resolves({});
});

describe('docs/STORAGE.md names every attribute and no other', () => {
  it('of an event', () => {
    const { entries } = sampleChat(CHAT, 8);
    const agent = { type: 'AGENT', agentId: 'zoe', nickname: 'Zoe' } as const;
    const coaching = { event: { ...message(3), actor: agent, visibility: 'INT' as const }, effects: [] };
    const bot = { event: { ...message(4), actor: { type: 'EXTERNAL', bot: true } as const }, effects: [] };
    const items = [...entries, coaching, bot].map((entry) => toItem(CHAT, entry));
    expect(documented('event')).toEqual(attributesOf(...items, { ttl: { N: '1' } }));
  });

  it('and the sizes of ordinary items', () => {
    const agentId = '3f2b8c1e-5d4a-4b6c-9e7f-0a1b2c3d4e5f';
    const customers = message(2, 'x'.repeat(120));
    const agents = {
      ...customers,
      id: `a/${agentId}/${'m'.repeat(16)}`,
      actor: { type: 'AGENT' as const, agentId, nickname: 'Zoe from Support' },
    };
    const opening = sampleChat(CHAT, 1).entries.map((entry) => toItem(CHAT, entry));
    const messages = [customers, agents].map((event) => toItem(CHAT, { event, effects: [] }));
    const [one, two, three] = [...messages, ...opening].map(itemBytes);
    const words = document.replace(/\s+/g, ' ');
    expect(words).toContain(`takes ${one} bytes from a customer and ${two} from an agent whose id is a UUID`);
    expect(words).toContain(`an opening ${three};`);
  });

  it('of a walk', async () => {
    const walk = walkBegun('support', 1, START);
    await dynamoOptionWalks(client, 'desk').replace(undefined, { ...walk, finishedAt: START });
    expect(documented('walk')).toEqual(attributesOf(...putItems()));
  });

  it('of a contact', async () => {
    await dynamoContacts(client, 'chats').note(CHAT, START, 1000);
    expect(documented('contact')).toEqual(attributesOf(...putItems()));
  });

  it('of what was read', async () => {
    await dynamoReadMarks(client, 'chats').note(CHAT, 'CLIENT', 7, START);
    expect(documented('read-mark')).toEqual(attributesOf(...putItems()));
  });

  it('of what was pushed', async () => {
    await dynamoPushReceipts(client, 'desk').note(CHAT, 7, START);
    expect(documented('push-receipt')).toEqual(attributesOf(...putItems()));
  });

  it('of a push that was given up', async () => {
    await dynamoPushReceipts(client, 'desk').claimGivingUp({ chatId: CHAT, upTo: 7, round: 1 }, 'm1', START);
    expect(documented('push-given-up')).toEqual(attributesOf(...putItems()));
  });

  it('of a row', async () => {
    const rows = dynamoListRows(client, 'desk');
    await rows.write(CHAT, 1, row);
    await rows.write(CHAT, 2, { ...row, phase: 'closed' }, 1);
    await rows.write(CHAT, 3, { ...row, queue: 'billing' });
    await rows.write(CHAT, 4, { ...row, workbin: 'mine' });
    expect(documented('row')).toEqual(attributesOf(...putItems()));
  });

  it('[LOAD-5] and the size of a row, which counting reads', async () => {
    const rows = dynamoListRows(client, 'desk');
    await rows.write(CHAT, 1, row);
    await rows.write(CHAT, 2, { ...row, status: -1, agents: ['3f2b8c1e-5d4a-4b6c-9e7f-0a1b2c3d4e5f'] });
    expect(putItems().map(itemBytes)).toEqual([298, 270]);
  });

  it('of a desk', async () => {
    const registry = dynamoDeskRegistry(client, 'desk');
    const last = (): Item => putItems().at(-1) ?? {};
    await registry.register('zoe', 's1', START);
    for (const step of [
      () => registry.unregister('zoe', 's1', START),
      () => registry.declareLost('zoe', 1, START),
      () => registry.settle('zoe', 1),
    ]) {
      store.on(GetItemCommand).resolves({ Item: { ...last() } });
      await step();
    }
    expect(putItems()).toHaveLength(4);
    expect(documented('desk')).toEqual(attributesOf(...putItems()));
  });

  it('of an agent’s chat', async () => {
    await dynamoAgentChats(client, 'desk').remember('zoe', CHAT, 3);
    expect(documented('agent-chat')).toEqual(attributesOf(...putItems()));
  });

  it('of options and of their changes', async () => {
    const options = dynamoServiceOptions(client, 'desk');
    const one = settingsAfter(NO_SETTINGS, { 'customer-rate': 1 }, { id: 'rita', name: 'Rita' }, START) ?? NO_SETTINGS;
    const two = settingsAfter(one, { 'customer-rate': null }, { id: 'rita', name: 'Rita' }, START) ?? NO_SETTINGS;
    await options.replace('support', NO_SETTINGS, one);
    await options.replace('support', one, two);
    const [first, kept, second] = putItems();
    expect(documented('options').concat('customer-rate N').sort()).toEqual(attributesOf(first ?? {}));
    expect(documented('options')).toEqual(attributesOf(second ?? {}));
    expect(documented('change')).toEqual(attributesOf(kept ?? {}));
  });

  it('of the places of a service', async () => {
    const gauge = dynamoLoadGauge(client, 'desk');
    store.on(UpdateItemCommand).resolves({ Attributes: { room: { N: '1' } } });
    await gauge.claim('support', undefined, START, 1);
    await gauge.take('support', 0);
    await gauge.settle('support', START, 1);
    const inputs = store.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input);
    const named = inputs.flatMap(({ UpdateExpression = '' }) =>
      [...UpdateExpression.matchAll(/(\w+) = /g)].map(([, name]) => `${name} N`),
    );
    expect(documented('load')).toEqual([...new Set([...named, 'pk S', 'sk S'])].sort());
    expect(inputs.map(({ Key }) => Key)).toEqual(
      Array.from({ length: 3 }, () => ({ pk: { S: 'SERVICE#support' }, sk: { S: 'LOAD' } })),
    );
  });

  it('of masking rules and of their changes', async () => {
    const masking = dynamoServiceMasking(client, 'desk');
    const rules = [{ name: 'cards', priority: 1, builtIn: 'credit-card' }] as const;
    const one = maskingAfter(NO_MASKING, rules, { id: 'rita', name: 'Rita' }, START) ?? NO_MASKING;
    const two = maskingAfter(one, [], { id: 'rita', name: 'Rita' }, START) ?? NO_MASKING;
    await masking.replace('support', NO_MASKING, one);
    await masking.replace('support', one, two);
    const [first, kept, second] = putItems();
    expect(documented('masking')).toEqual(attributesOf(first ?? {}));
    expect(documented('masking')).toEqual(attributesOf(second ?? {}));
    expect(documented('masking-change')).toEqual(attributesOf(kept ?? {}));
  });
});
