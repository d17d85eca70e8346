import type { SQSClient } from '@aws-sdk/client-sqs';
import type { PushQueue, PushRetries } from '../../app/ports.ts';
import { sqsLater } from './later.ts';
import { sendMessage } from './send.ts';

/** The queue of what is to be pushed. */
export const sqsPushQueue = (client: SQSClient, queueUrl: string): PushQueue => ({
  send: ({ chatId, upTo }) => sendMessage(client, queueUrl, { chatId, upTo }),
});

/** The message stays in its queue and is hidden for the delay. */
export const sqsPushRetries = (client: SQSClient, queueUrl: string, deadLettersUrl: string): PushRetries => ({
  later: sqsLater(client, queueUrl),
  giveUp: ({ chatId, upTo, round }) => sendMessage(client, deadLettersUrl, { chatId, upTo, round }),
});
