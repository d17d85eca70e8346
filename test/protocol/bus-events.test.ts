import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { matches } from '../../local/events/pattern.ts';
import { jsonSchemaOf } from '../../scripts/docs/json-schema.ts';
import type { CloseCause, LeaveCause } from '../../shared/domain/events.ts';
import { BUS_EVENTS, busEventSchema, type BusEventName } from '../../shared/protocol/bus-events.ts';

const CHAT = 'dormousedormousedormousedo';
const NAMES = Object.keys(BUS_EVENTS).filter((name): name is BusEventName => Object.hasOwn(BUS_EVENTS, name));

/** What each says besides what all say: as the page's patterns want it. */
const OWN: Readonly<Record<BusEventName, object>> = {
  'chat-opened.v1': { GCTI_Chat_AsyncStatus: 1 },
  'status-changed.v1': { from: -2, to: 2, workbin: 'later' },
  'agent-joined.v1': { agentId: 'ann', GCTI_Chat_AsyncStatus: -1 },
  'agent-left.v1': { agentId: 'ann', cause: 'lost', GCTI_Chat_AsyncStatus: 4 },
  'customer-removed.v1': {},
  'customer-returned.v1': {},
  'user-data-changed.v1': { keys: ['Order', 'Priority'], by: 'CLIENT' },
  'chat-closed.v1': { cause: 'idle' },
  'chat-reported.v1': { interactionStopped: true, statistics: { agents: 2, language: null, closed: true } },
  'stuck-chat-found.v1': { overdue: { kind: 'idle-alert', lateMs: 130_000 } },
};

/** What the core may name; one that is missing here does not compile. */
const CLOSES: Readonly<Record<CloseCause, true>> = {
  idle: true,
  agent: true,
  customer: true,
  workflow: true,
  abandoned: true,
};
const LEAVINGS: Readonly<Record<LeaveCause, true>> = { left: true, hold: true, transferred: true, lost: true };

const detailOf = (name: BusEventName) => ({
  specversion: '1.0',
  id: `${CHAT}.7.${name}`,
  source: 'dormouse',
  type: name,
  subject: CHAT,
  time: '2030-01-01T12:00:00.000Z',
  data: {
    chatId: CHAT,
    index: 7,
    service: 'default',
    ...(name === 'chat-reported.v1'
      ? {}
      : { GCTI_Chat_AsyncStatus: 2, GCTI_Chat_AsyncCheckAt: '2030-01-02T13:00:00.000Z' }),
    ...OWN[name],
  },
});

/** As EventBridge hands it to rules. */
const eventOf = (name: BusEventName) => ({ source: 'dormouse', 'detail-type': name, detail: detailOf(name) });

const page = readFileSync(new URL('../../docs/EVENTS.md', import.meta.url), 'utf8');

const patternOf = (name: string): Record<string, unknown> => {
  const section = page.split(`### \`${name}\``)[1]?.split('\n### ')[0] ?? '';
  const json = /```json\n([^]*?)```/.exec(section)?.[1] ?? 'null';
  return JSON.parse(json) as Record<string, unknown>;
};

describe('the events of the bus', () => {
  it.each(NAMES)('[BUS-3] %s is what its schema says, and the file in docs/events is that schema', (name) => {
    expect(v.safeParse(busEventSchema(name, true), detailOf(name)).issues).toBeUndefined();
    const file: unknown = JSON.parse(readFileSync(new URL(`../../docs/events/${name}.json`, import.meta.url), 'utf8'));
    expect(file).toMatchObject({ title: name, ...jsonSchemaOf(busEventSchema(name)) });
  });

  it.each(NAMES)('[BUS-3] the pattern of %s on the page matches it, and no other event', (name) => {
    expect(NAMES.filter((other) => matches(patternOf(name), eventOf(other)))).toEqual([name]);
  });

  it('[BUS-3] has a word for every cause of a close and of a leaving', () => {
    for (const [name, causes] of [
      ['chat-closed.v1', CLOSES],
      ['agent-left.v1', LEAVINGS],
    ] as const) {
      for (const cause of Object.keys(causes)) {
        const detail = detailOf(name);
        const said = { ...detail, data: { ...detail.data, cause } };
        expect(v.safeParse(busEventSchema(name, true), said).issues, cause).toBeUndefined();
      }
    }
  });

  it.each([
    ['without an index', { index: undefined }],
    ['with an index of 0', { index: 0 }],
    ['with the status 0, which is never used', { GCTI_Chat_AsyncStatus: 0 }],
    ['with a time as a number', { GCTI_Chat_AsyncCheckAt: 1_893_499_200_000 }],
    ['with something that is not described', { text: 'my secret is 4711' }],
  ])('[BUS-3] one %s is none', (_how, change) => {
    const detail = detailOf('chat-opened.v1');
    const changed = { ...detail, data: { ...detail.data, ...change } };
    expect(v.is(busEventSchema('chat-opened.v1', true), changed)).toBe(false);
  });
});

describe('a JSON Schema', () => {
  it('says what the schema that parses says', () => {
    const schema = v.object({
      name: v.string(),
      code: v.pipe(v.string(), v.regex(/^[a-z]+$/)),
      count: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
      kind: v.picklist(['one', 2]),
      version: v.literal('1.0'),
      keys: v.array(v.string()),
      inner: v.object({ at: v.number() }),
    });
    expect(jsonSchemaOf(schema)).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string' },
        code: { type: 'string', pattern: '^[a-z]+$' },
        count: { type: 'integer', minimum: 1 },
        kind: { enum: ['one', 2] },
        version: { const: '1.0' },
        keys: { type: 'array', items: { type: 'string' } },
        inner: { type: 'object', properties: { at: { type: 'number' } }, required: ['at'] },
      },
      required: ['name', 'code', 'kind', 'version', 'keys', 'inner'],
    });
  });

  it('is not written for what it has no word for', () => {
    expect(() => jsonSchemaOf(v.date())).toThrow('it has no word for date');
    expect(() => jsonSchemaOf(v.pipe(v.string(), v.email()))).toThrow('it has no word for email');
  });
});
