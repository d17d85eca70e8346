import type { Desk } from '../domain/desk.ts';
import type { Announcement, Details, Effect } from '../domain/effects.ts';
import type { AgentId, Arming, ChatEvent, ChatId, ConnectionId, EpochMs, Overdue } from '../domain/events.ts';
import type { ListRow } from '../domain/list-row.ts';
import type { OptionWalk } from '../domain/option-walk.ts';
import type { MaskingChange, MaskingSettings } from '../domain/masking-rules.ts';
import type { ChatOptions } from '../domain/options.ts';
import type { Side } from '../domain/readers.ts';
import type { ServiceSettings, SettingsChange } from '../domain/service-settings.ts';
import type { PushSubscription } from '../domain/push-subscription.ts';
import type { FactValue, SessionFact } from '../domain/reporting/columns.ts';
import type { AsyncStatus, Session } from '../domain/session.ts';
import type { LogCode } from '../log/log-codes.ts';
import type { Missed } from '../protocol/server-frames.ts';

/** The roles that the application needs played. `shared/adapters/memory` plays all of them; test/contract holds each player to its role. */

/** The only source of time. */
export interface Clock {
  now(): EpochMs;
}

/** The only source of chance. */
export interface IdSource {
  /** A new id of at least 96 random bits in characters A-Z a-z 0-9 - _ (16 of them). */
  newId(): string;
  /** The id of the chat that this secret opens: a hash over a label and the secret, 26 characters of a-z 2-7. */
  chatIdOf(secret: string): ChatId;
}

/** Waits before another try after a lost race: longer from try to try, and never twice the same. */
export interface Pacer {
  pause(attempt: number): Promise<void>;
}

/** Keyed hashes with rotating keys. Comparison takes the same time whatever differs. */
export interface KeyRing {
  /** The hash of `text` under the newest key: `<key id>.<hash in base64url>`. */
  sign(text: string): Promise<string>;
  /** Whether `signature` is the hash of `text` under the key that it names. */
  verify(text: string, signature: string): Promise<boolean>;
}

/** Notes what operators must know: a stable code and plain fields, never text of a chat or a secret. */
export interface Journal {
  note(code: LogCode, fields: Readonly<Record<string, string | number | boolean>>): void;
}

/** The state of a chat as read, and its newest events: exactly K of them, or all when there are fewer. Oldest first. */
export interface Loaded {
  readonly state: Session;
  readonly tail: readonly ChatEvent[];
}

/** An event with what rides on it. */
export interface LogEntry {
  readonly event: ChatEvent;
  readonly effects: readonly Effect[];
  /** The state after the event: present exactly when the index is a multiple of K. */
  readonly snapshot?: Session;
}

/** The effects that ride on one event. */
export interface EffectsOfEvent {
  readonly chatId: ChatId;
  readonly index: number;
  readonly at: EpochMs;
  readonly effects: readonly Effect[];
}

/** What became of an append: `taken` names the event that stands at that index already. */
export type Appended = { readonly kind: 'committed' } | { readonly kind: 'taken'; readonly by: ChatEvent };

/** A page of a log. */
export interface PageRead {
  readonly events: readonly ChatEvent[];
  /** The index up to which the log was read: the reader's new cursor, whatever it may see. */
  readonly position: number;
  readonly more: boolean;
}

/** `weak` may miss the newest events; `strong` may not. A commit proves that what it was decided on was current (LOG-6). */
export type Consistency = 'weak' | 'strong';

/** The log of each chat: the only place where anything is decided to have happened. */
export interface ChatLog {
  /** One query of at most K items. Undefined when the log is empty. Throws `SchemaTooNew` for what this code does not know. */
  load(chatId: ChatId, consistency: Consistency): Promise<Loaded | undefined>;
  /**
   * One conditional put at `entry.event.index`. `taken` may name the caller's own event: an earlier try whose answer was
   * lost; the caller knows it by its command id. Throws `Fault` when it is unknown whether it was written.
   */
  append(chatId: ChatId, entry: LogEntry): Promise<Appended>;
  /** Events with an index above `after`, in order, at most `limit` (≤ 200). `more` when the log goes on. */
  readAfter(chatId: ChatId, after: number, limit: number, consistency: Consistency): Promise<PageRead>;
  /** Events with effects above `after`, in order, among the next `limit` events (≤ 200). Strongly consistent. */
  effectsAfter(
    chatId: ChatId,
    after: number,
    limit: number,
  ): Promise<{ readonly found: readonly EffectsOfEvent[]; readonly position: number; readonly more: boolean }>;
  /** Sets the time to live of the items with an index above `after`, in order, at most `limit`; answers the last index done and whether more follow. */
  expire(
    chatId: ChatId,
    after: number,
    limit: number,
    expiresAtSec: number,
  ): Promise<{ position: number; more: boolean }>;
}

/** `gone` is a hint to be confirmed; `unknown` is anything else that went wrong. */
export type PostOutcome = 'sent' | 'gone' | 'unknown';

/** The gateway's side of the sockets. */
export interface SocketSender {
  /** Posts one frame; never throws, never takes longer than a second. */
  post(connectionId: ConnectionId, frame: string): Promise<PostOutcome>;
  /** Whether the gateway still knows the socket: `sent` when it does. Never throws. */
  probe(connectionId: ConnectionId): Promise<PostOutcome>;
  /** Closes a socket; one that is gone already is no error. */
  close(connectionId: ConnectionId): Promise<void>;
}

export type { Desk } from '../domain/desk.ts';

/** The registry of agents' sockets; what becomes of a desk is decided in `domain/desk.ts`. Every read but `due` is strongly consistent (DLV-2). */
export interface DeskRegistry {
  /** Adds a socket (at most 8, the oldest goes), ends an absence, raises the epoch if the current one was declared lost. Answers the desk after. */
  register(agentId: AgentId, connectionId: ConnectionId, now: EpochMs): Promise<{ desk: Desk; wasLost: boolean }>;
  /** Removes a socket; the last one begins a numbered absence. One that is not listed changes nothing. Undefined when the desk was never seen. */
  unregister(agentId: AgentId, connectionId: ConnectionId, now: EpochMs): Promise<Desk | undefined>;
  read(agentId: AgentId): Promise<Desk | undefined>;
  /** A sign of life (`deskTouched`). */
  touch(agentId: AgentId, now: EpochMs): Promise<void>;
  /** Agents whose desk needs a look at `now` (`deskDueAt`), at most `limit`, soonest first. Eventually consistent. */
  due(now: EpochMs, limit: number): Promise<readonly AgentId[]>;
  /** How many agents have a desk open, as far as `limit` desks of each shard say; `more` when there are others. Eventually consistent. */
  connected(limit: number): Promise<{ readonly agents: number; readonly more: boolean }>;
  /** Ends the lease of a desk that has not been heard of (`deskExpired`), unless it has changed meanwhile. */
  expire(agentId: AgentId, now: EpochMs): Promise<void>;
  /** Every chat has been told of the loss of `epoch` (`deskTold`): the desk is not due any more. */
  settle(agentId: AgentId, epoch: number): Promise<void>;
  /**
   * One conditional update: lost for its current epoch if absence `absences` still lasts and began at or before `since`.
   * False when it does not hold; true again when it was declared before, so that a crash afterwards can be repaired.
   */
  declareLost(agentId: AgentId, absences: number, since: EpochMs): Promise<boolean>;
}

/** Which chats an agent may be in: a superset, written before the join and removed after the leave. */
export interface AgentChats {
  /** `asOf` is the index of the log at the time; a forgetting as of an older index does not remove it. */
  remember(agentId: AgentId, chatId: ChatId, asOf: number): Promise<void>;
  /** Removes the entry unless it was remembered as of `asOf` or later. */
  forget(agentId: AgentId, chatId: ChatId, asOf: number): Promise<void>;
  /** Strongly consistent. */
  list(agentId: AgentId): Promise<readonly ChatId[]>;
}

/** A row of the lists as stored. */
export interface StoredRow extends ListRow {
  readonly chatId: ChatId;
  /** The index that the row was last written as of; 0 before the first event. */
  readonly appliedIndex: number;
}

/** The rows that the work list and the check-at list are made of. */
export interface ListRows {
  /** Before the first event: invisible in queues, found by the sweep at `lookAt`. A repeat renews an unwritten row, and leaves a written one alone. */
  prepare(chatId: ChatId, row: ListRow): Promise<void>;
  /**
   * Writes the row as of `index`; an older index is ignored, and the same one too unless it adds the expiry. Creates the row
   * when it is missing. `expiresAtSec` only for closed chats.
   */
  write(chatId: ChatId, index: number, row: ListRow, expiresAtSec?: number): Promise<void>;
  read(chatId: ChatId): Promise<StoredRow | undefined>;
  /** Rows of one shard (0 to CHECK_SHARDS - 1) with `lookAt` before `before`, soonest first, at most `limit`. */
  due(shard: number, before: EpochMs, limit: number): Promise<readonly StoredRow[]>;
  /** Open chats of a service in one shard of the check-at list, written or only prepared; it stops at `most` or somewhat above. Eventually consistent. */
  countOpen(service: string, shard: number, most: number): Promise<number>;
  /** Sets `lookAt` if the row is still as it was read. */
  moveLookAt(row: StoredRow, lookAt: EpochMs): Promise<void>;
  /** Removes a row that has no log, if it is still as it was read. */
  remove(row: StoredRow): Promise<void>;
  /**
   * Open chats of a service in one shard, by their place in the check-at list: of the next `limit` rows behind `after` ('' is
   * the beginning) those of the service. `next` is the place to go on behind; left out at the end. Eventually consistent.
   */
  open(service: string, shard: number, after: string, limit: number): Promise<OpenPage>;
  /** Open chats of a service with a positive status, longest waiting first, at most `limit`. Eventually consistent. */
  waiting(service: string, limit: number): Promise<readonly StoredRow[]>;
}

/** Some open chats of a service. */
export interface OpenPage {
  readonly chatIds: readonly ChatId[];
  readonly next?: string;
}

/** How many chats services may still open, as of a count. It cannot leak: every count replaces what was left of the one before. */
export interface LoadGauge {
  /** Takes a place if the last count was made after `freshSince`; `stale` says when it was made, if ever. */
  take(
    service: string,
    freshSince: EpochMs,
  ): Promise<{ readonly kind: 'taken' | 'full' } | { readonly kind: 'stale'; readonly countedAt?: EpochMs }>;
  /**
   * Claims the next count, which replaces the one made at `countedAt`: answers how many places are left (`sessionsMax` when
   * there was no count), or undefined when another claimed it first. Until it is settled those places can be taken.
   */
  claim(
    service: string,
    countedAt: EpochMs | undefined,
    now: EpochMs,
    sessionsMax: number,
  ): Promise<number | undefined>;
  /** Changes the number of places by `change`, if `countedAt` is still the newest claim. */
  settle(service: string, countedAt: EpochMs, change: number): Promise<void>;
}

/** How many shards the check-at list has. */
export const CHECK_SHARDS = 16;

/** Asks to be woken. The past is allowed: then at once. Asking twice for one number is one wake-up or two, never an error. */
export interface WakeUps {
  arm(chatId: ChatId, arming: Arming, now: EpochMs): Promise<void>;
}

/** Effects that failed or are missing, to be tried again for days. */
export interface RetryQueue {
  send(failed: { readonly chatId: ChatId; readonly index: number; readonly effect: number }): Promise<void>;
}

/** What an event asked to be pushed: all that the customer may see, up to this index. */
export interface PushStatement {
  readonly chatId: ChatId;
  readonly upTo: number;
  /** How often it was given up and sent anew by people; left out before the first time. */
  readonly round?: number;
}

/** Where statements wait to be pushed. */
export interface PushQueue {
  send(statement: PushStatement): Promise<void>;
}

/** What becomes of a statement that could not be delivered. */
export interface PushRetries {
  /** The message that came with `receipt` comes again after so many seconds, at most eleven hours. */
  later(receipt: string, afterSec: number): Promise<void>;
  /** Puts the statement where people find it and can have it tried again. Twice is two of them. */
  giveUp(statement: Required<PushStatement>): Promise<void>;
}

/** Up to where a chat's pushes have been acknowledged by whoever took them. */
export interface PushReceipts {
  /** 0 when nothing was acknowledged. Strongly consistent. */
  read(chatId: ChatId): Promise<number>;
  /** Notes an acknowledgement; one of an older index changes nothing. */
  note(chatId: ChatId, upTo: number, now: EpochMs): Promise<void>;
  /**
   * Whether the message `by` may give up a statement: nobody has claimed that for a later index, nor another message for the
   * same index in this round or a later one. A message that has the claim gets it again.
   */
  claimGivingUp(statement: Required<PushStatement>, by: string, now: EpochMs): Promise<boolean>;
}

/** One push as it goes out. */
export interface Notification {
  /** The same on every repeat. */
  readonly id: string;
  readonly upTo: number;
  readonly at: EpochMs;
  readonly target: PushSubscription;
  /** Where a callback goes; empty when the service has none. */
  readonly callbackUrl: string;
  /** What `flex-push-content` allows to say of chat and customer. */
  readonly content: Readonly<Record<string, string>>;
  /** For people: neither holds words of the chat. */
  readonly title: string;
  readonly text: string;
  /** The events themselves, where the subscription asks for them and the provider is a callback. */
  readonly missed?: Missed;
}

/**
 * `gone`: the provider does not know the device any more. `refused`: the target is not one that may be called. `nowhere`:
 * nobody has said where pushes of this type go. `failed`: anything else; it may work later.
 */
export type PushOutcome = 'delivered' | 'gone' | 'refused' | 'nowhere' | 'failed';

/** Hands a notification to whoever reaches the device. */
export interface PushProvider {
  /** Never throws, and takes ten seconds at most. */
  push(notification: Notification): Promise<PushOutcome>;
}

/** A fact for the bus. `id` is the same on every repeat. */
export interface Announced {
  readonly id: string;
  readonly name: Announcement;
  readonly chatId: ChatId;
  readonly index: number;
  readonly at: EpochMs;
  readonly service: string;
  readonly status: AsyncStatus;
  readonly checkAt: EpochMs;
  readonly details?: Details;
  readonly overdue?: Overdue;
  readonly continues?: ChatId;
  readonly lastAgentId?: AgentId;
}

/** Where facts go that others may want to know. */
export interface Bus {
  announce(fact: Announced): Promise<void>;
}

/** What becomes of the interaction of a chat that has ended, and its statistics. `id` is the same on every repeat. */
export interface Reported {
  readonly id: string;
  readonly chatId: ChatId;
  readonly index: number;
  readonly at: EpochMs;
  readonly service: string;
  readonly interactionStopped: boolean;
  readonly statistics?: Readonly<Record<string, FactValue>>;
}

/** Where workflows hear what the report of a chat says. */
export interface ReportBus {
  report(reported: Reported): Promise<void>;
}

/** Where the rows of chats that have ended are kept for queries. */
export interface FactStore {
  /**
   * Keeps the rows of one day, counted from 1970 in UTC: one file for one call. The same rows in any order go to the same
   * file; a row that comes again in other company is kept twice, alike (REP-10).
   */
  put(day: number, facts: readonly SessionFact[]): Promise<void>;
}

/** When a party was last heard of outside the log. */
export interface Contacts {
  /** Notes contact with the customer unless one was noted less than `everyMs` ago. */
  note(chatId: ChatId, now: EpochMs, everyMs: number): Promise<void>;
  read(chatId: ChatId): Promise<EpochMs | undefined>;
}

/** Up to where each side has read, and the customer's devices have come (PUSH-13). */
export type ReadPositions = Readonly<Partial<Record<Side | 'DEVICE', number>>>;

/** How far each side of a chat is known to have read. */
export interface ReadMarks {
  /** Notes it, unless the side has read as far already: then false. */
  note(chatId: ChatId, side: keyof ReadPositions, upTo: number, now: EpochMs): Promise<boolean>;
  /** A side that never said anything is left out. Eventually consistent. */
  read(chatId: ChatId): Promise<ReadPositions>;
}

/** The options of a service, as old as 30 s at most. */
export interface OptionsSource {
  of(service: string): Promise<ChatOptions>;
}

/** What administrators set for each service, version by version. Every read is strongly consistent. */
export interface Versions<Settings, Change> {
  /** A service for which nothing was ever set is at version 0. */
  read(service: string): Promise<Settings>;
  /**
   * Replaces `before`, as it was read, by `after`, the next version. False when another change came first. Functions are
   * told by their next reading, and the change that made `before` is in the history by then.
   */
  replace(service: string, before: Settings, after: Settings): Promise<boolean>;
  /** Changes of versions below `before` (all, when it is left out), newest first, at most `limit` (≤ 100). */
  history(service: string, limit: number, before?: number): Promise<readonly Change[]>;
}

/** The options of services. */
export type ServiceOptions = Versions<ServiceSettings, SettingsChange>;

/** The masking rules of services. */
export type ServiceMasking = Versions<MaskingSettings, MaskingChange>;

/** The walks that bring changed options to open chats: the newest of each service. Reads are strongly consistent. */
export interface OptionWalks {
  /** Undefined when there never was one. */
  read(service: string): Promise<OptionWalk | undefined>;
  /** Puts `after` in the place of `before`, as it was read. False when another did so first. */
  replace(before: OptionWalk | undefined, after: OptionWalk): Promise<boolean>;
}

/** Sends somebody to go on with a walk. */
export interface WalkOrders {
  /** At least once, not before so many seconds (≤ 900). */
  send(order: { readonly service: string; readonly walk: number }, afterSec: number): Promise<void>;
}

export { Fault, LogLeaving, SchemaTooNew } from './faults.ts';
