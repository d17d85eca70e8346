import type {
  Announced,
  EffectsOfEvent,
  IdSource,
  LogEntry,
  Notification,
  PostOutcome,
  PushOutcome,
  PushRetries,
  PushStatement,
  RetryQueue,
  WalkOrders,
} from '../../../shared/app/ports.ts';
import type { AgentId, Arming, ChatId, ConnectionId } from '../../../shared/domain/events.ts';
import type { ChatOptions } from '../../../shared/domain/options.ts';
import type { ClientSocket, SocketListener } from '../../../web/client/ports.ts';
import type { Ablation } from '../ablations/ablation.ts';
import type { CallFate, FunctionName } from '../faults/fault.ts';
import type { Agenda } from './agenda.ts';
import type { AllDeps } from './all-deps.ts';
import type { Cause } from './cause.ts';
import type { Contact } from './contact.ts';
import type { Mischief } from './mischief.ts';
import type { Random } from './random.ts';
import type { Stores } from './stores.ts';
import type { Trace } from './trace.ts';

/** Whose socket it is, as the authorizer's context says it: every value a string. */
export type SocketContext = Readonly<Record<string, string>>;

/** The device at the other end. */
export interface Peer {
  /** Whether its network works and it is awake. */
  readonly reachable: boolean;
}

/** API Gateway's WebSocket side. */
export interface WorldGateway {
  open(peer: Peer, context: SocketContext, listener: SocketListener): ClientSocket;
  post(id: ConnectionId, frame: string): PostOutcome;
  probe(id: ConnectionId): PostOutcome;
  closeByServer(id: ConnectionId): void;
  /** Whether a socket is open as far as the gateway knows. */
  knows(id: ConnectionId): boolean;
  /** The network under a device's sockets breaks. */
  silence(peer: Peer): void;
  /** Whether a device has a socket that works. */
  serves(peer: Peer): boolean;
}

/** How a run of a function ended. */
export type Ended<T> = { readonly value: T } | 'failed';

/** What runs the functions. */
export interface WorldPlatform {
  run<T>(by: FunctionName, start: (deps: AllDeps) => Promise<T>, done: (ended: Ended<T>) => void, cause: Cause): void;
  record(of: EffectsOfEvent): void;
  retry(failed: Parameters<RetryQueue['send']>[0]): void;
  arm(chatId: ChatId, arming: Arming, nowMs: number): void;
  push(statement: PushStatement): void;
  announced(fact: Announced): void;
  readonly pushRetries: PushRetries;
  walk(...order: Parameters<WalkOrders['send']>): void;
  comeAgain(receipt: string, afterSec: number): Promise<void>;
  planTick(dueMs: number): void;
}

/** One run of a function, as a watcher sees it. */
export interface WatchedRun {
  readonly by: FunctionName;
  readonly cause: Cause;
  /** Whether it has ended before its time. */
  readonly dead: boolean;
  now(): number;
}

/** Sees every call of every function, and may say what becomes of it. */
export interface Watcher {
  fateOf(run: WatchedRun, name: string): CallFate | undefined;
}

/** One simulated cloud with one chat in it, as its parts see it. */
export interface World {
  readonly random: Random;
  readonly mischief: Mischief;
  readonly ablation: Ablation | undefined;
  readonly watcher: Watcher | undefined;
  readonly agenda: Agenda;
  readonly trace: Trace;
  readonly stores: Stores;
  readonly ids: IdSource;
  readonly gateway: WorldGateway;
  readonly platform: WorldPlatform;
  readonly chatId: ChatId;
  readonly agentIds: AgentId[];
  /** What must never happen and was seen to happen. */
  readonly alarms: string[];
  /** What pages showed of what was typed elsewhere. */
  readonly previews: { readonly shown: string; readonly atMs: number }[];
  /** When the customer certainly reached the server. */
  readonly contacts: Contact[];
  /** When a tick was lost, or something went wrong in a run of the sweep. */
  readonly sweepsSpoiltMs: number[];
  latencyMs(): number;
  fateOf(by: FunctionName, name: string): CallFate | undefined;
  committed(chatId: ChatId, entry: LogEntry): void;
  looked<T>(change: Promise<T>): Promise<T>;
  nextLook(): Promise<number>;
  checkMembership(): Promise<void>;
  checkApplied(walk: number): Promise<void>;
  optionsNow(): ChatOptions;
  changeOptions(options: ChatOptions): void;
  crowd(phase: 'open' | 'closed'): Promise<void>;
  answered(context: SocketContext, body: string, cameMs: number): void;
  pushed(notification: Notification): PushOutcome;
  noted(code: string, fields: Readonly<Record<string, string | number | boolean>>): void;
  threw(by: FunctionName, error: unknown): void;
}

/** What is said of a socket that was taken for gone and is not. */
export const livingSocketDropped = (connectionId: string): string =>
  `evidence: ${connectionId} is open and was dropped`;

/** The customer's secret: one chat to a world. */
export const SECRET = 'simulated-secret-of-22-characters';
