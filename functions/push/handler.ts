import type { SQSBatchResponse } from 'aws-lambda';
import * as v from 'valibot';
import { pushCustomer, type PushDeps } from '../../shared/app/push-customer.ts';
import { readEvent } from '../../shared/app/read-event.ts';
import { reasonOf } from '../../shared/app/run-effects.ts';
import { ChatIdField, Position } from '../../shared/protocol/index.ts';

const Batch = v.object({
  Records: v.array(
    v.object({
      messageId: v.string(),
      receiptHandle: v.string(),
      body: v.string(),
      attributes: v.object({ ApproximateReceiveCount: v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)) }),
    }),
  ),
});

type PushRecord = v.InferOutput<typeof Batch>['Records'][number];

/** What the effects function says: which chat, and up to where. */
const PushMessage = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ chatId: ChatIdField, upTo: Position, round: v.optional(Position, 0) }),
);

/** Tells customers what they missed. A push that fails comes back by itself; the others are done (PUSH-5). */
export const makeHandler =
  (deps: PushDeps) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const { Records } = readEvent(Batch, event);
    const failed = await Promise.all(Records.map((record) => pushOne(deps, record)));
    return { batchItemFailures: failed.filter((id) => id !== undefined).map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** The message's id when it is to come again. */
const pushOne = async (
  deps: PushDeps,
  { messageId, receiptHandle, body, attributes }: PushRecord,
): Promise<string | undefined> => {
  try {
    const statement = v.parse(PushMessage, body);
    const receives = attributes.ApproximateReceiveCount;
    const done = await pushCustomer(deps, { ...statement, messageId, receipt: receiptHandle, receives });
    return done === 'done' ? undefined : messageId;
  } catch (error) {
    deps.journal.note('PUSH_FAILED', { messageId, reason: reasonOf(error) });
    return messageId;
  }
};
