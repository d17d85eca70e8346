import type { CloseChat, PostMessage, SendNotice, UpdateUserData } from '../domain/commands.ts';
import type { ChatId } from '../domain/events.ts';
import { reject, type Rejection } from '../domain/rejections.ts';
import { deliver, deliverAgain, type DeliveryDeps } from './deliver.ts';
import { findCommand, READS_MAX } from './find-command.ts';
import { handleCommand, type Outcome } from './handle-command.ts';

/** What a workflow may ask of a chat. */
export type WorkflowCommand = PostMessage | SendNotice | UpdateUserData | CloseChat;

/** Where a command stands, by this try or by an earlier one. */
export interface WorkflowDone {
  readonly kind: 'done';
  readonly index: number;
  readonly repeated: boolean;
}

/**
 * Puts a command of a workflow to its chat, and shows what came of it to whoever is there. Whether it is a repeat is told by
 * the window of known commands, and beyond that by the log itself: a workflow follows no chat, so what a client does by catching up
 * (CMD-2) is done for it here, from the position that it knew before its first try (FLOW-6).
 * @throws Fault (retryable) when it is not known whether it was accepted: the same command may be sent again.
 */
export const workflowCommand = async (
  deps: DeliveryDeps,
  chatId: ChatId,
  command: WorkflowCommand,
): Promise<WorkflowDone | Rejection> => {
  const outcome = await handleOnce(deps, chatId, command);
  if (outcome.kind === 'rejected') return outcome;
  if (outcome.kind === 'committed') {
    await deliver(deps, outcome);
    return { kind: 'done', index: outcome.event.index, repeated: false };
  }
  await deliverAgain(deps, outcome, {});
  // None of these commands leaves a chat as it is unless it was accepted before.
  return { kind: 'done', index: outcome.index ?? outcome.state?.index ?? 0, repeated: true };
};

const handleOnce = async (deps: DeliveryDeps, chatId: ChatId, command: WorkflowCommand): Promise<Outcome> => {
  let seen = command.seen;
  for (let reads = 0; reads <= READS_MAX;) {
    const outcome = await handleCommand(deps, chatId, { command: { ...command, seen } });
    if (outcome.kind !== 'rejected' || outcome.code !== 'catch-up-first') return outcome;
    const search = await findCommand(deps.log, chatId, command.id, { after: seen, readsMax: READS_MAX - reads });
    if (search.index !== undefined) return { kind: 'unchanged', index: search.index, state: undefined, tail: [] };
    if (search.reads === 0 || search.position <= seen) break;
    seen = search.position;
    reads += search.reads;
  }
  return reject(
    'catch-up-first',
    `unable to tell whether the command is new; seen: must be a later position than ${command.seen} that was known before the first try`,
  );
};
