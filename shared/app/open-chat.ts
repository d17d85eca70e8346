import { rowOf } from '../domain/list-row.ts';
import type { ChatId } from '../domain/events.ts';
import { evolve } from '../domain/evolve.ts';
import { hasPushSubscription, subscriptionOf } from '../domain/provisioning.ts';
import { reject, type Rejection } from '../domain/rejections.ts';
import { userDataMistakes } from '../domain/user-data.ts';
import type { Continuation } from './past-chats.ts';
import { commandIds } from './command-ids.ts';
import { handleCommand, type CommandDeps } from './handle-command.ts';
import { isOverLimit, type LoadDeps } from './load-limits.ts';
import type { IdSource } from './ports.ts';

/** What opening a chat needs. */
export interface OpenDeps extends CommandDeps, LoadDeps {
  readonly ids: IdSource;
}

/** A customer's wish for a chat; `secret` names it for ever. */
export interface Opening {
  readonly secret: string;
  readonly service: string;
  readonly nickname: string;
  readonly subject?: string | undefined;
  readonly userData: Readonly<Record<string, string>>;
  /** What it says of closed chats that it continues. */
  readonly continuation?: Continuation;
}

/** How soon the sweep looks for a chat whose first effects have not rewritten its row (STUCK-6). */
const FIRST_LOOK_MS = 15 * 60_000;

/**
 * Opens the chat that the secret names, or finds it open: a repeat makes nothing twice (OPEN-2). Its row is written before
 * its first event, so that even a chat whose first effects are all lost is found (STUCK-6).
 */
export const openChat = async (
  deps: OpenDeps,
  opening: Opening,
): Promise<{ kind: 'opened'; chatId: ChatId; created: boolean } | Rejection> => {
  const { secret, service, nickname, subject, userData, continuation } = opening;
  const mistakes = userDataMistakes(userData);
  if (mistakes.length > 0) return reject('bad-user-data', `unable to open a chat; ${mistakes.join('; ')}`);
  const chatId = deps.ids.chatIdOf(secret);
  const options = await deps.options.of(service);
  if (await isOverLimit(deps, chatId, service, options)) {
    return reject('over-limit', `unable to open a chat; ${service} has as many as it takes`);
  }
  const push = hasPushSubscription(userData, options);
  const subscription = push ? subscriptionOf(userData) : undefined;
  const outcome = await handleCommand(deps, chatId, {
    command: {
      type: 'open-chat',
      id: commandIds.opening(deps.ids.newId()),
      chatId,
      service,
      nickname,
      push,
      userData,
      ...(subscription === undefined ? {} : { subscription }),
      ...(subject === undefined ? {} : { subject }),
      ...continuation,
    },
    prepare: async (event) => {
      const row = rowOf(evolve(undefined, event));
      await deps.rows.prepare(chatId, { ...row, lookAt: event.at + FIRST_LOOK_MS });
    },
  });
  if (outcome.kind === 'rejected') return outcome;
  return { kind: 'opened', chatId, created: outcome.kind === 'committed' };
};
