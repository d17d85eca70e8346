import type { SQSClient } from '@aws-sdk/client-sqs';
import type { WakeUps } from '../../app/ports.ts';
import { sendMessage } from './send.ts';

/** The longest delay of a message. */
const DELAY_MAX_SEC = 900;

/**
 * Wake-ups as delayed messages, for what comes within 15 minutes. One that is asked for later comes early and finds nothing
 * due: the state arms the next.
 */
export const sqsNearWakeUps = (client: SQSClient, queueUrl: string): WakeUps => ({
  arm: (chatId, { number, at }, now) => {
    const delaySec = Math.min(DELAY_MAX_SEC, Math.max(0, Math.ceil((at - now) / 1000)));
    return sendMessage(client, queueUrl, { chatId, n: number }, delaySec);
  },
});
