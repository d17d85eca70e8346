import type { SQSBatchResponse } from 'aws-lambda';
import * as v from 'valibot';
import { readEvent } from '../../shared/app/read-event.ts';
import { reportChats, type ReportDeps } from '../../shared/app/report-chats.ts';
import { ChatIdField, Position } from '../../shared/protocol/index.ts';

const Batch = v.object({ Records: v.array(v.object({ messageId: v.string(), body: v.string() })) });

/** An announcement as the bus hands it to the queue: of all that it says, which chat ended where. */
const ClosedMessage = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    'detail-type': v.literal('chat-closed.v1'),
    detail: v.object({ data: v.object({ chatId: ChatIdField, index: Position }) }),
  }),
  v.transform(({ detail }) => detail.data),
);

/** Reports chats that have ended, a batch of them in one file for each day; what fails comes back by itself (REP-11). */
export const makeHandler =
  (deps: ReportDeps) =>
  async (event: unknown): Promise<SQSBatchResponse> => {
    const messages = readEvent(Batch, event).Records.map(({ messageId, body }) => {
      const parsed = v.safeParse(ClosedMessage, body);
      return { messageId, closing: parsed.success ? parsed.output : undefined };
    });
    const closings = messages.flatMap(({ closing }) => (closing === undefined ? [] : [closing]));
    const { failed } = await reportChats(deps, closings);
    const again = messages.filter(({ closing }) => closing === undefined || failed.has(closing.chatId));
    for (const { messageId, closing } of again) {
      if (closing === undefined) deps.journal.note('REPORT_FAILED', { messageId, reason: 'unreadable' });
    }
    return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
