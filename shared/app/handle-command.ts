import type { Command } from '../domain/commands.ts';
import { decide } from '../domain/decide/decide.ts';
import type { Decision } from '../domain/decide/draft.ts';
import { effectsOf } from '../domain/effects.ts';
import type { ChatEvent, ChatId, EpochMs } from '../domain/events.ts';
import { evolve } from '../domain/evolve.ts';
import { SNAPSHOT_EVERY } from '../domain/limits.ts';
import type { ChatOptions } from '../domain/options.ts';
import type { Rejection } from '../domain/rejections.ts';
import type { Session } from '../domain/session.ts';
import {
  Fault,
  type ChatLog,
  type Clock,
  type Consistency,
  type Loaded,
  type OptionsSource,
  type Pacer,
} from './ports.ts';

/** What putting a command to a chat needs. */
export interface CommandDeps {
  readonly log: ChatLog;
  readonly clock: Clock;
  readonly options: OptionsSource;
  readonly pacer: Pacer;
}

/** The command stands in the log, by this request or by an earlier try of the same command. */
export interface Committed {
  readonly kind: 'committed';
  readonly before: Session | undefined;
  readonly event: ChatEvent;
  readonly after: Session;
  /** The newest events before `event`, oldest first. */
  readonly tail: readonly ChatEvent[];
}

/** Nothing had to change: `index` is where a repeated command was accepted. */
export interface Unchanged {
  readonly kind: 'unchanged';
  readonly index?: number;
  readonly state: Session | undefined;
  readonly tail: readonly ChatEvent[];
}

/** What became of a command. */
export type Outcome = Committed | Unchanged | Rejection;

/** A command of a kind that not every function carries, with the part of the core that decides it. */
export interface Decider {
  readonly decide: (state: Session | undefined, now: EpochMs, options: ChatOptions) => Decision;
}

/** How a command is put to the chat. */
export interface Handling {
  /** The command, made anew for each try when it rests on evidence about the state it meets. */
  readonly command: Command | ((state: Session | undefined) => Promise<Command>) | Decider;
  /** Runs before each put, with the event that is about to be committed. */
  readonly prepare?: (event: ChatEvent) => Promise<void>;
  /** Where the first load may be weak; `strong` when the caller knows that others are writing. */
  readonly firstLoad?: Consistency;
}

const TRIES = 5;

/**
 * Load, decide, commit; on a lost race, again (LOG-5). The first load is weak: a put at the next index succeeds only if
 * nothing was missed, so a commit proves its own load; a refusal or "nothing" from a weak load proves nothing and is
 * decided again on a strong one (LOG-6).
 * @throws Fault (retryable) when five tries lost their race, or the log cannot be reached.
 */
export const handleCommand = async (deps: CommandDeps, chatId: ChatId, handling: Handling): Promise<Outcome> => {
  const now = deps.clock.now();
  let consistency: Consistency = handling.firstLoad ?? 'weak';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const result = await tryOnce(deps, chatId, handling, now, consistency);
    if (result.kind !== 'again') return result;
    consistency = 'strong';
    if (result.raced) await deps.pacer.pause(attempt);
  }
  throw new Fault(`unable to commit to chat ${chatId}; ${TRIES} tries lost their race`, { retryable: true });
};

interface Again {
  readonly kind: 'again';
  readonly raced: boolean;
}

const tryOnce = async (
  deps: CommandDeps,
  chatId: ChatId,
  handling: Handling,
  now: number,
  consistency: Consistency,
): Promise<Outcome | Again> => {
  const loaded = await deps.log.load(chatId, consistency);
  const state = loaded?.state;
  const command = typeof handling.command === 'function' ? await handling.command(state) : handling.command;
  const options = await optionsFor(deps, state, command);
  const decision = 'decide' in command ? command.decide(state, now, options) : decide(state, command, now, options);
  if (decision.kind !== 'accepted') {
    if (consistency === 'weak') return { kind: 'again', raced: false };
    if (decision.kind === 'rejected') return decision;
    const index = decision.index === undefined ? {} : { index: decision.index };
    return { kind: 'unchanged', state, tail: loaded?.tail ?? [], ...index };
  }
  await handling.prepare?.(decision.event);
  return commit(deps, chatId, loaded, decision.event);
};

const optionsFor = (
  deps: CommandDeps,
  state: Session | undefined,
  command: Command | Decider,
): Promise<ChatOptions> => {
  const service = state?.service ?? ('type' in command && command.type === 'open-chat' ? command.service : '');
  return deps.options.of(service);
};

const commit = async (
  deps: CommandDeps,
  chatId: ChatId,
  loaded: Loaded | undefined,
  event: ChatEvent,
): Promise<Committed | Again> => {
  const before = loaded?.state;
  const after = evolve(before, event);
  const appended = await append(deps.log, chatId, before, event, after);
  if (appended === 'again') return { kind: 'again', raced: true };
  const tail = loaded?.tail ?? [];
  if (appended === 'committed') return { kind: 'committed', before, event, after, tail };
  // Our own id at our index: an earlier put of this command arrived though its answer did not (LOG-5).
  return { kind: 'committed', before, event: appended, after: evolve(before, appended), tail };
};

const append = async (
  log: ChatLog,
  chatId: ChatId,
  before: Session | undefined,
  event: ChatEvent,
  after: Session,
): Promise<'committed' | 'again' | ChatEvent> => {
  const snapshot = event.index % SNAPSHOT_EVERY === 0 ? { snapshot: after } : {};
  try {
    const appended = await log.append(chatId, { event, effects: effectsOf(before, event, after), ...snapshot });
    if (appended.kind === 'committed') return 'committed';
    return appended.by.id === event.id ? appended.by : 'again';
  } catch (error) {
    // Whether it was written is unknown: the next try loads strongly and finds it if it was.
    if (error instanceof Fault && error.retryable) return 'again';
    throw error;
  }
};
