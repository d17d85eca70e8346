import type { SQSClient } from '@aws-sdk/client-sqs';
import type { RetryQueue } from '../../app/ports.ts';
import { sendMessage } from './send.ts';

/** How long a failed effect rests before it is tried again: what failed a moment ago fails again now. */
const REST_SEC = 30;

/** The queue of effects that failed. */
export const sqsRetryQueue = (client: SQSClient, queueUrl: string): RetryQueue => ({
  send: ({ chatId, index, effect }) => sendMessage(client, queueUrl, { chatId, index, effect }, REST_SEC),
});
