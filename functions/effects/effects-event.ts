import * as v from 'valibot';
import { readEvent } from '../../shared/app/read-event.ts';
import { ChatIdField, Position } from '../../shared/protocol/index.ts';

const Text = v.object({ S: v.string() });

const StreamRecord = v.object({
  eventSource: v.literal('aws:dynamodb'),
  dynamodb: v.object({
    SequenceNumber: v.string(),
    NewImage: v.optional(v.record(v.string(), v.unknown())),
    Keys: v.object({ pk: Text, sk: Text }),
  }),
});

const QueueRecord = v.object({
  eventSource: v.literal('aws:sqs'),
  messageId: v.string(),
  body: v.string(),
});

const EffectsEvent = v.object({ Records: v.array(v.variant('eventSource', [StreamRecord, QueueRecord])) });

/** A record of the log's stream or of the retry queue. */
export type EffectsRecord = v.InferOutput<typeof EffectsEvent>['Records'][number];

/** @throws when the event is neither: that is a mistake in the stack. */
export const readEffectsEvent = (event: unknown): readonly EffectsRecord[] => readEvent(EffectsEvent, event).Records;

/** One effect that failed before. */
export const RetryMessage = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ chatId: ChatIdField, index: Position, effect: Position }),
);

/** What a partly failed batch names the record by. */
export const identifierOf = (record: EffectsRecord): string =>
  record.eventSource === 'aws:sqs' ? record.messageId : record.dynamodb.SequenceNumber;
