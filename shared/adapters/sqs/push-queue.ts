import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Fault, type PushQueue, type PushRetries } from '../../app/ports.ts';
import { sendMessage } from './send.ts';

/** The queue of what is to be pushed. */
export const sqsPushQueue = (client: SQSClient, queueUrl: string): PushQueue => ({
  send: ({ chatId, upTo }) => sendMessage(client, queueUrl, { chatId, upTo }),
});

/**
 * The message stays in its queue and is hidden for the delay: one that is sent anew by the function which it wakes would
 * look like a function that runs in a circle, and Lambda ends those after sixteen rounds.
 */
export const sqsPushRetries = (client: SQSClient, queueUrl: string, deadLettersUrl: string): PushRetries => ({
  later: async (receipt, afterSec) => {
    try {
      const input = { QueueUrl: queueUrl, ReceiptHandle: receipt, VisibilityTimeout: afterSec };
      await client.send(new ChangeMessageVisibilityCommand(input));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      throw new Fault(`unable to delay a message; ${name}`, { cause: error, retryable: true });
    }
  },
  giveUp: ({ chatId, upTo, round }) => sendMessage(client, deadLettersUrl, { chatId, upTo, round }),
});
