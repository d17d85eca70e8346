import { CHECK_SHARDS, type ReadPositions } from '../../app/ports.ts';
import type { AgentId, ChatId, EpochMs } from '../../domain/events.ts';

/**
 * The one place where keys are built and read. `docs/STORAGE.md` lists them.
 *
 * Chats table: `CHAT#<chatId>` with `E#<index>`, `SEEN#CUSTOMER` and `READ#<side>`.
 * Desk table: `CHAT#<chatId>` with `ROW` and `PUSHED`; `AGENT#<agentId>` with `DESK` and `CHAT#<chatId>`; `SERVICE#<name>` with
 * `OPTIONS` and `H#<version>`, `MASKING` and `HM#<version>`, `LOAD` and `WALK`.
 * Its index `check`: `CHECK#<shard>` and `CHECK#DESK#<shard>`, by time. Its index `work`: `WORK#<service>#<shard>`, by time.
 */

/** A full key: partition and sort key. */
export type Key = Record<'pk' | 'sk', { S: string }>;

/** How many shards the work list of one service has: writes of a busy service spread over them, reads ask each. */
export const WORK_SHARDS = 8;

/** How many shards the list of desks that need a look has. */
export const DESK_SHARDS = 4;

const INDEX_DIGITS = 10;
const TIME_DIGITS = 13;
const EVENT_PREFIX = 'E#';
const CHAT_PREFIX = 'CHAT#';

/** The highest sort key an event can have. */
export const LAST_EVENT_SK = EVENT_PREFIX + '9'.repeat(INDEX_DIGITS);

const key = (pk: string, sk: string): Key => ({ pk: { S: pk }, sk: { S: sk } });

/** The partition of a chat, in either table. */
export const chatPk = (chatId: ChatId): string => CHAT_PREFIX + chatId;

/** The sort key of an event: its index in fixed width, so that text order is log order. */
export const eventSk = (index: number): string => EVENT_PREFIX + String(index).padStart(INDEX_DIGITS, '0');

/** The sort keys of all events. */
export const eventSkPrefix = EVENT_PREFIX;

/** The key of an event. */
export const eventKey = (chatId: ChatId, index: number): Key => key(chatPk(chatId), eventSk(index));

/** The chat and index that an event's key names; undefined when it is another kind of key. */
export const parseEventKey = (pk: string, sk: string): { chatId: ChatId; index: number } | undefined => {
  if (!pk.startsWith(CHAT_PREFIX) || !/^E#\d{10}$/.test(sk)) return undefined;
  return { chatId: pk.slice(CHAT_PREFIX.length), index: Number(sk.slice(EVENT_PREFIX.length)) };
};

/** The key of the note of the customer's last contact. */
export const contactKey = (chatId: ChatId): Key => key(chatPk(chatId), 'SEEN#CUSTOMER');

/** The sort keys of what each side has read. */
export const readMarkSkPrefix = 'READ#';

/** The key of what one side has read. */
export const readMarkKey = (chatId: ChatId, side: keyof ReadPositions): Key =>
  key(chatPk(chatId), readMarkSkPrefix + side);

/** The key of the note of what was pushed and acknowledged. */
export const pushReceiptKey = (chatId: ChatId): Key => key(chatPk(chatId), 'PUSHED');

/** The key of the note which push of a chat was given up last. */
export const pushGivenUpKey = (chatId: ChatId): Key => key(chatPk(chatId), 'PUSH-GIVEN-UP');

/** The key of a chat's row. */
export const rowKey = (chatId: ChatId): Key => key(chatPk(chatId), 'ROW');

/** The key of an agent's sockets. */
export const deskKey = (agentId: AgentId): Key => key(agentPk(agentId), 'DESK');

/** The partition of an agent. */
export const agentPk = (agentId: AgentId): string => `AGENT#${agentId}`;

/** The key of a chat in an agent's list. */
export const agentChatKey = (agentId: AgentId, chatId: ChatId): Key => key(agentPk(agentId), chatPk(chatId));

/** The sort keys of an agent's list. */
export const agentChatSkPrefix = CHAT_PREFIX;

/** The chat that a sort key in an agent's list names. */
export const chatOfAgentChatSk = (sk: string): ChatId => sk.slice(CHAT_PREFIX.length);

/** The sort keys of what administrators set for a service: what functions read lies between the two, its history does not. */
export const OPTIONS_SK = 'OPTIONS';
export const MASKING_SK = 'MASKING';

/** What administrators set for a service, in versions: where the newest stands, and how places in its history begin. */
export interface VersionedSk {
  readonly newest: string;
  readonly history: string;
}
export const optionsSk: VersionedSk = { newest: OPTIONS_SK, history: 'H#' };
export const maskingSk: VersionedSk = { newest: MASKING_SK, history: 'HM#' };

/** The key of the newest version of what is set for a service. */
export const newestKey = (service: string, { newest }: VersionedSk): Key => key(servicePk(service), newest);

/** The key of the newest walk that brings a service's options to its chats. */
export const walkKey = (service: string): Key => key(servicePk(service), 'WALK');

/** The partition of a service. */
export const servicePk = (service: string): string => `SERVICE#${service}`;

/** The key of the count of a service's open chats. */
export const loadKey = (service: string): Key => key(servicePk(service), 'LOAD');

/** The key of a service's options. */
export const optionsKey = (service: string): Key => newestKey(service, optionsSk);

/** The sort key of a change of what is set for a service: its version in fixed width. */
export const changeSk = ({ history }: VersionedSk, version: number): string =>
  history + String(version).padStart(INDEX_DIGITS, '0');

/** The key of a change of what is set for a service. */
export const changeKey = (service: string, sk: VersionedSk, version: number): Key =>
  key(servicePk(service), changeSk(sk, version));

/** FNV-1a: spreads ids evenly over shards and needs no secrecy. */
const hash = (text: string): number => {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return sum;
};

const timeSk = (at: EpochMs, id: string): string => `${String(at).padStart(TIME_DIGITS, '0')}#${id}`;

/** The partition of one shard of the check-at list. */
export const checkPk = (shard: number): string => `CHECK#${shard}`;

/** The place of a chat in the check-at list. */
export const checkPlace = (chatId: ChatId, lookAt: EpochMs): { pk: string; sk: string } => ({
  pk: checkPk(hash(chatId) % CHECK_SHARDS),
  sk: timeSk(lookAt, chatId),
});

/** The partition of one shard of the list of desks that need a look. */
export const deskCheckPk = (shard: number): string => `CHECK#DESK#${shard}`;

/** The place of a desk in the list of those that need a look. */
export const deskCheckPlace = (agentId: AgentId, dueAt: EpochMs): { pk: string; sk: string } => ({
  pk: deskCheckPk(hash(agentId) % DESK_SHARDS),
  sk: timeSk(dueAt, agentId),
});

/** The lowest sort key of a list that is not before `at`. */
export const fromTimeSk = (at: EpochMs): string => String(at).padStart(TIME_DIGITS, '0');

/** The partition of one shard of a service's work list. */
export const workPk = (service: string, shard: number): string => `WORK#${service}#${shard}`;

/** The place of a chat in its service's work list. */
export const workPlace = (service: string, chatId: ChatId, statusAt: EpochMs): { pk: string; sk: string } => ({
  pk: workPk(service, hash(chatId) % WORK_SHARDS),
  sk: timeSk(statusAt, chatId),
});
