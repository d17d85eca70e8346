import type { SQSBatchResponse } from 'aws-lambda';
import * as v from 'valibot';
import { readEvent } from '../../shared/app/read-event.ts';
import { commandIds } from '../../shared/app/command-ids.ts';
import type { Journal } from '../../shared/app/ports.ts';
import { reasonOf } from '../../shared/app/run-effects.ts';
import { wakeChat, type WakeDeps } from '../../shared/app/wake-chat.ts';
import { ChatIdField } from '../../shared/protocol/index.ts';

export interface WakeHandlerDeps extends WakeDeps {
  readonly journal: Journal;
}

const Batch = v.object({ Records: v.array(v.object({ messageId: v.string(), body: v.string() })) });

/** What EventBridge Scheduler or a delayed message says: which chat, and the number of the arming. */
const WakeUpMessage = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ chatId: ChatIdField, n: v.pipe(v.number(), v.safeInteger()) }),
);

/** Looks at each chat whose time may have come. One that fails comes back by itself; the others are done (WAKE-6). */
export const makeHandler =
  (deps: WakeHandlerDeps) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = readEvent(Batch, event);
    const failed = await Promise.all(Records.map((record) => wakeOne(deps, record)));
    return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** The message's id when it failed. */
const wakeOne = async (
  deps: WakeHandlerDeps,
  { messageId, body }: { messageId: string; body: string },
): Promise<string | undefined> => {
  try {
    const { chatId, n } = v.parse(WakeUpMessage, body);
    await wakeChat(deps, chatId, { type: 'wake-up', id: commandIds.wakeUp(n), number: n });
    return undefined;
  } catch (error) {
    deps.journal.note('WAKE_UP_FAILED', { messageId, reason: reasonOf(error) });
    return messageId;
  }
};
