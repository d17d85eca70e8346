import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Fault } from '../../app/ports.ts';

/**
 * Has the message that came with `receipt` come again after so many seconds. It is hidden and not sent anew: a message that a
 * function sends to the queue which woke it looks like a circle, and Lambda ends those after sixteen rounds.
 */
export const sqsLater =
  (client: SQSClient, queueUrl: string) =>
  async (receipt: string, afterSec: number): Promise<void> => {
    try {
      const input = { QueueUrl: queueUrl, ReceiptHandle: receipt, VisibilityTimeout: afterSec };
      await client.send(new ChangeMessageVisibilityCommand(input));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      throw new Fault(`unable to delay a message; ${name}`, { cause: error, retryable: true });
    }
  };
