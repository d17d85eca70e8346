import type { SQSClient } from '@aws-sdk/client-sqs';
import type { WalkOrders } from '../../app/ports.ts';
import { sendMessage } from './send.ts';

/** Orders to walk go through the queue of wake-ups: whoever wakes chats also brings them their options. */
export const sqsWalkOrders = (client: SQSClient, queueUrl: string): WalkOrders => ({
  send: ({ service, walk }, afterSec) => sendMessage(client, queueUrl, { service, walk }, afterSec),
});
