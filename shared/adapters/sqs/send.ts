import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { Fault } from '../../app/ports.ts';

/** What a retry cannot cure. */
const PERMANENT: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'QueueDoesNotExist',
  'InvalidMessageContents',
]);

/** Sends one message. @throws Fault when it is not known to be in the queue. */
export const sendMessage = async (
  client: SQSClient,
  queueUrl: string,
  body: Readonly<Record<string, string | number>>,
  delaySec = 0,
): Promise<void> => {
  try {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(body),
        ...(delaySec > 0 ? { DelaySeconds: delaySec } : {}),
      }),
    );
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    throw new Fault(`unable to send to a queue; ${name}`, { cause: error, retryable: !PERMANENT.has(name) });
  }
};
