import type { ChatOptions } from '../domain/options.ts';
import type { PushSubscription } from '../domain/push-subscription.ts';
import type { Session } from '../domain/session.ts';
import { catchUp } from './catch-up.ts';
import { secureKeyFor } from './credentials.ts';
import type {
  ChatLog,
  Clock,
  Journal,
  KeyRing,
  Loaded,
  Notification,
  OptionsSource,
  PushOutcome,
  PushProvider,
  PushReceipts,
  PushRetries,
  PushStatement,
} from './ports.ts';

/** What pushing needs. */
export interface PushDeps {
  readonly log: ChatLog;
  readonly options: OptionsSource;
  readonly clock: Clock;
  readonly receipts: PushReceipts;
  readonly pushRetries: PushRetries;
  /** By device type. */
  readonly providerOf: (deviceType: string) => PushProvider | undefined;
  /** The keys that customers' secure keys are made with; asked for only where a service wants those pushed. */
  readonly keys: KeyRing;
  readonly journal: Journal;
}

/** A statement as it came from its queue. */
export interface ReceivedStatement extends PushStatement {
  /** The same on every receive of one message. */
  readonly messageId: string;
  readonly receipt: string;
  /** How often the message has come, this time included. */
  readonly receives: number;
}

/** A message may stay hidden for twelve hours after it was received; longer delays take several turns. */
const TURN_SEC_MAX = 11 * 3_600;

/** Turns of one delay, and how long each is. */
const turnsOf = (delaySec: number): { turns: number; turnSec: number } => {
  const turns = Math.ceil(delaySec / TURN_SEC_MAX);
  return { turns, turnSec: Math.ceil(delaySec / turns) };
};

/**
 * Pushes what a statement says, unless the customer has seen it since, or a push of as much was acknowledged (PUSH-5,
 * PUSH-7). Answers whether the message is done with; if not, it comes again after the delay of the service.
 */
export const pushCustomer = async (deps: PushDeps, statement: ReceivedStatement): Promise<'done' | 'again'> => {
  const loaded = await deps.log.load(statement.chatId, 'strong');
  const subscription = loaded?.state.customer.subscription;
  if (loaded === undefined || subscription === undefined) return 'done';
  const options = await deps.options.of(loaded.state.service);
  if (!options.pushEnabled) return 'done';
  const { turns, turnSec } = turnsOf(options.pushResendDelaySec);
  const turn = statement.receives - 1;
  const isBetween = turn % turns !== 0;
  const told = Math.max(loaded.state.customer.seen, await deps.receipts.read(statement.chatId));
  if (told >= statement.upTo) return 'done';
  const outcome = isBetween ? 'failed' : await pushOnce(deps, statement, loaded, subscription, options, told);
  const mayRepeat = subscription.once !== true && (isBetween || turn / turns < options.pushResendAttempts);
  return settle(deps, statement, outcome, mayRepeat ? turnSec : undefined);
};

const settle = async (
  deps: PushDeps,
  statement: ReceivedStatement,
  outcome: PushOutcome,
  againAfterSec: number | undefined,
): Promise<'done' | 'again'> => {
  const { chatId, upTo, receipt } = statement;
  if (outcome === 'delivered') {
    await deps.receipts.note(chatId, upTo, deps.clock.now());
    return 'done';
  }
  if (outcome === 'nowhere') {
    deps.journal.note('PUSH_NOWHERE', { chatId, upTo });
    return 'done';
  }
  if (outcome === 'failed' && againAfterSec !== undefined) {
    deps.journal.note('PUSH_FAILED', { chatId, upTo });
    await deps.pushRetries.later(receipt, againAfterSec);
    return 'again';
  }
  deps.journal.note('PUSH_GAVE_UP', { chatId, upTo, outcome });
  // No repetition cures a device that is gone; everything else waits for people.
  if (outcome !== 'gone') await giveUp(deps, statement);
  return 'done';
};

/**
 * Keeps a statement for people, once: of all messages that say the same only the one that has the claim is kept, so that
 * repeats before the answer and copies that people send anew do not multiply (PUSH-11).
 */
const giveUp = async (deps: PushDeps, { chatId, upTo, round = 0, messageId }: ReceivedStatement): Promise<void> => {
  const next = { chatId, upTo, round: round + 1 };
  if (await deps.receipts.claimGivingUp(next, messageId, deps.clock.now())) await deps.pushRetries.giveUp(next);
};

const pushOnce = async (
  deps: PushDeps,
  statement: PushStatement,
  loaded: Loaded,
  subscription: PushSubscription,
  options: ChatOptions,
  told: number,
): Promise<PushOutcome> => {
  const provider = deps.providerOf(subscription.deviceType);
  if (provider === undefined) return 'nowhere';
  const { chatId, upTo } = statement;
  return provider.push({
    id: `${chatId}.${upTo}`,
    upTo,
    at: deps.clock.now(),
    target: subscription,
    callbackUrl: options.pushCallbackUrl,
    content: await contentOf(deps, loaded.state, options.pushContent),
    title: options.pushTitle,
    text: options.pushText,
    ...(subscription.payload === true ? { missed: await missedBy(deps, loaded, told) } : {}),
  });
};

/** What `flex-push-content` names (PUSH-6). Chat Server's application id has no counterpart here. */
const contentOf = async (
  deps: PushDeps,
  { chatId }: Session,
  members: readonly string[],
): Promise<Notification['content']> => ({
  ...(members.includes('session-id') ? { sessionId: chatId } : {}),
  ...(members.includes('user-id') ? { userId: `${chatId}.customer` } : {}),
  ...(members.includes('secure-key') ? { secureKey: await secureKeyFor(deps.keys, chatId) } : {}),
});

const missedBy = (deps: PushDeps, { state, tail }: Loaded, told: number): ReturnType<typeof catchUp> =>
  catchUp(deps.log, state, tail, told, {
    reader: { type: 'CLIENT' },
    customerNickname: state.customer.nickname,
  });
