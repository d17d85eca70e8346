import type { SQSBatchResponse } from 'aws-lambda';
import * as v from 'valibot';
import { goOnWalking, type WalkDeps } from '../../shared/app/apply-options.ts';
import { readEvent } from '../../shared/app/read-event.ts';
import { commandIds } from '../../shared/app/command-ids.ts';
import { reasonOf } from '../../shared/app/run-effects.ts';
import { wakeChat, type WakeDeps } from '../../shared/app/wake-chat.ts';
import { ChatIdField, ServiceName } from '../../shared/protocol/index.ts';

export interface WakeHandlerDeps extends WakeDeps, WalkDeps {
  /** Has the message that came with `receipt` come again after so many seconds. */
  readonly comeAgain: (receipt: string, afterSec: number) => Promise<void>;
}

const Batch = v.object({
  Records: v.array(v.object({ messageId: v.string(), receiptHandle: v.optional(v.string(), ''), body: v.string() })),
});

type WakeRecord = v.InferOutput<typeof Batch>['Records'][number];

const Count = v.pipe(v.number(), v.safeInteger());

/** What EventBridge Scheduler or a delayed message says: which chat, and the number of the arming; or which walk goes on. */
const WakeMessage = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([v.object({ chatId: ChatIdField, n: Count }), v.object({ service: ServiceName, walk: Count })]),
);

/** How soon a walk goes on that ran out of time. */
const REST_SEC = 1;

/** Looks at each chat whose time may have come. One that fails comes back by itself; the others are done (WAKE-6). */
export const makeHandler =
  (deps: WakeHandlerDeps) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = readEvent(Batch, event);
    const failed = await Promise.all(Records.map((record) => wakeOne(deps, record)));
    return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** The message's id when it is to come again. */
const wakeOne = async (
  deps: WakeHandlerDeps,
  { messageId, receiptHandle, body }: WakeRecord,
): Promise<string | undefined> => {
  try {
    const message = v.parse(WakeMessage, body);
    if ('walk' in message) {
      if ((await goOnWalking(deps, message)) === 'done') return undefined;
      await deps.comeAgain(receiptHandle, REST_SEC);
      return messageId;
    }
    const { chatId, n } = message;
    await wakeChat(deps, chatId, { type: 'wake-up', id: commandIds.wakeUp(n), number: n });
    return undefined;
  } catch (error) {
    deps.journal.note('WAKE_UP_FAILED', { messageId, reason: reasonOf(error) });
    return messageId;
  }
};
