import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SchemaTooNew, type EffectsOfEvent, type LogEntry } from '../../app/ports.ts';
import type { Effect } from '../../domain/effects.ts';
import { EVENT_VERSION, type Actor, type ChatEvent, type ChatId, type EventType } from '../../domain/events.ts';
import type { Session } from '../../domain/session.ts';
import { decodeSession, encodeSession, STATE_VERSION, stateVersionOf } from '../../domain/session-codec.ts';
import { isRecord, json, number, requiredNumber, requiredText, text, unreadable, type Item } from './attributes.ts';
import { eventKey, parseEventKey } from './keys.ts';

/*
 * One item of the log is one event. Its envelope lies in attributes of one to three letters, because names are paid for
 * with every item; what only some events have lies in one JSON text.
 */

const ACTOR_CODES = { C: 'CLIENT', S: 'SYSTEM' } as const;

/** What a body must have, by type of event: the names of its members and their types. */
const BODIES: Readonly<Record<EventType, Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object'>>>> = {
  'chat-opened': { chatId: 'string', service: 'string', nickname: 'string', push: 'boolean', userData: 'object' },
  'customer-connected': { connectionId: 'string' },
  'customer-disconnected': { connectionId: 'string', cause: 'string' },
  'presence-doubted': {},
  'presence-confirmed': { contactAt: 'number' },
  'customer-removed': {},
  'customer-restored': {},
  'message-posted': { text: 'string' },
  'notice-sent': { notice: 'string', text: 'string' },
  'typing-noted': {},
  'user-data-updated': { userData: 'object' },
  'file-uploaded': { file: 'string', name: 'string', sizeBytes: 'number', contentType: 'string' },
  'file-deleted': { file: 'string' },
  'file-fetched': { file: 'string' },
  'agent-joined': { agentId: 'string', nickname: 'string', epoch: 'number' },
  'agent-left': { agentId: 'string', nickname: 'string', cause: 'string' },
  'idle-alerted': { text: 'string' },
  'chat-closed': { cause: 'string', text: 'string' },
  'unseen-noted': {},
  'wake-up-moved': {},
};

const EFFECT_KINDS: Readonly<Record<Effect['kind'], true>> = {
  'arm-wake-up': true,
  'write-row': true,
  announce: true,
  'forget-agent-chat': true,
  'expire-log': true,
  push: true,
  'settle-files': true,
};

const actorAttributes = (actor: Actor): Record<string, AttributeValue> => {
  if (actor.type === 'CLIENT') return { by: { S: 'C' } };
  if (actor.type === 'SYSTEM') return { by: { S: 'S' } };
  if (actor.type === 'EXTERNAL') {
    return {
      by: { S: 'X' },
      ...(actor.nickname === undefined ? {} : { nn: { S: actor.nickname } }),
      ...(actor.bot === true ? { bot: { S: '1' } } : {}),
    };
  }
  return { by: { S: 'A' }, ag: { S: actor.agentId }, nn: { S: actor.nickname } };
};

/** An agent's command ids begin with the agent's id, which the item holds already. */
const shortId = ({ id, actor }: ChatEvent): string => {
  const author = actor.type === 'AGENT' ? `a/${actor.agentId}` : '';
  return author !== '' && id.startsWith(`${author}/`) ? id.slice(author.length) : id;
};

/** An entry as the item that is put. `fx` is there exactly when the stream must pass the item on. */
export const toItem = (chatId: ChatId, { event, effects, snapshot }: LogEntry): Record<string, AttributeValue> => {
  const { v, index, at, id: _id, actor, visibility, seen, type, ...rest } = event;
  const item: Record<string, AttributeValue> = {
    ...eventKey(chatId, index),
    v: { N: String(v) },
    at: { N: String(at) },
    id: { S: shortId(event) },
    t: { S: type },
    ...actorAttributes(actor),
  };
  if (visibility !== 'ALL') item['vis'] = { S: visibility };
  if (seen !== undefined) item['seen'] = { N: String(seen) };
  if (Object.keys(rest).length > 0) item['d'] = { S: JSON.stringify(rest) };
  if (effects.length > 0) {
    item['e'] = { S: JSON.stringify(effects) };
    item['fx'] = { S: '1' };
  }
  if (snapshot !== undefined) {
    item['s'] = { S: encodeSession(snapshot) };
    item['sv'] = { N: String(stateVersionOf(snapshot)) };
  }
  return item;
};

const actorOf = (item: Item, what: string): Actor => {
  const code = text(item, 'by');
  if (code === 'A') {
    return { type: 'AGENT', agentId: requiredText(item, 'ag', what), nickname: requiredText(item, 'nn', what) };
  }
  if (code === 'X') {
    const nickname = text(item, 'nn');
    return {
      type: 'EXTERNAL',
      ...(nickname === undefined ? {} : { nickname }),
      ...(text(item, 'bot') === '1' ? { bot: true } : {}),
    };
  }
  if (code === 'C' || code === 'S') return { type: ACTOR_CODES[code] };
  throw unreadable(what, 'its actor is none that is known');
};

const longId = (id: string, actor: Actor): string =>
  actor.type === 'AGENT' && id.startsWith('/') ? `a/${actor.agentId}${id}` : id;

const isEventType = (type: string): type is EventType => Object.hasOwn(BODIES, type);

const isEvent = (candidate: Readonly<Record<string, unknown>>): candidate is ChatEvent & Record<string, unknown> => {
  const { type, visibility } = candidate;
  if (typeof type !== 'string' || !isEventType(type)) return false;
  if (visibility !== 'ALL' && visibility !== 'INT' && visibility !== 'VIP' && visibility !== 'NONE') return false;
  return Object.entries(BODIES[type]).every(([name, kind]) => typeof candidate[name] === kind);
};

/** Which event an item of the log is, by its key alone. */
export const placeOf = (item: Item): { chatId: ChatId; index: number } => {
  const place = parseEventKey(text(item, 'pk') ?? '', text(item, 'sk') ?? '');
  if (place === undefined) throw unreadable('an item of a log', 'its key is not that of an event');
  return place;
};

/**
 * The event that an item holds.
 * @throws SchemaTooNew when newer code wrote it; Fault when it is no event at all.
 */
export const fromItem = (item: Item): ChatEvent => {
  const { chatId, index } = placeOf(item);
  const what = `event ${index} of chat ${chatId}`;
  const v = requiredNumber(item, 'v', what);
  if (v > EVENT_VERSION) throw new SchemaTooNew(chatId, v);
  const rest = json(item, 'd', what) ?? {};
  if (!isRecord(rest)) throw unreadable(what, 'its details are not an object');
  const actor = actorOf(item, what);
  const seen = number(item, 'seen');
  const event = {
    v,
    index,
    at: requiredNumber(item, 'at', what),
    id: longId(requiredText(item, 'id', what), actor),
    actor,
    visibility: text(item, 'vis') ?? 'ALL',
    ...(seen === undefined ? {} : { seen }),
    type: requiredText(item, 't', what),
    ...rest,
  };
  if (!isEvent(event)) throw unreadable(what, 'it is not an event of a known form');
  return event;
};

/**
 * The snapshot that an item holds, if it holds one.
 * @throws SchemaTooNew when newer code wrote it; Fault when it is no state, or not the one after its event.
 */
export const snapshotFrom = (item: Item): Session | undefined => {
  const encoded = text(item, 's');
  if (encoded === undefined) return undefined;
  const { chatId, index } = placeOf(item);
  const what = `the snapshot at event ${index} of chat ${chatId}`;
  const version = requiredNumber(item, 'sv', what);
  if (version > STATE_VERSION) throw new SchemaTooNew(chatId, version);
  const state = decoded(encoded, what);
  if (state.index !== index || state.chatId !== chatId) throw unreadable(what, 'it is the state of another moment');
  return state;
};

const decoded = (encoded: string, what: string): Session => {
  try {
    return decodeSession(encoded);
  } catch {
    throw unreadable(what, 'it is not a state');
  }
};

const isEffects = (value: unknown): value is Effect[] =>
  Array.isArray(value) &&
  value.every(
    (each: unknown) => isRecord(each) && typeof each['kind'] === 'string' && Object.hasOwn(EFFECT_KINDS, each['kind']),
  );

/** The effects that an item of the log holds; undefined when it holds none. */
export const effectsFrom = (item: Item): EffectsOfEvent | undefined => {
  const { chatId, index } = placeOf(item);
  const what = `the effects of event ${index} of chat ${chatId}`;
  const effects = json(item, 'e', what);
  if (effects === undefined) return undefined;
  const v = requiredNumber(item, 'v', what);
  if (v > EVENT_VERSION) throw new SchemaTooNew(chatId, v);
  if (!isEffects(effects)) throw unreadable(what, 'they are not effects');
  return { chatId, index, at: requiredNumber(item, 'at', what), effects };
};

/** The effects that a record of the log's stream carries; undefined for an item that is no event or has none. */
export const effectsOfImage = (image: Readonly<Record<string, unknown>>): EffectsOfEvent | undefined => {
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(image)) {
    if (!isRecord(value)) continue;
    if (typeof value['S'] === 'string') item[name] = { S: value['S'] };
    else if (typeof value['N'] === 'string') item[name] = { N: value['N'] };
  }
  const isLogItem = parseEventKey(text(item, 'pk') ?? '', text(item, 'sk') ?? '') !== undefined;
  return isLogItem ? effectsFrom(item) : undefined;
};
