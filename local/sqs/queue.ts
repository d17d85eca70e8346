import { randomUUID } from 'node:crypto';
import type { CancelTimer, CloudClock } from '../contracts.ts';
import type { MessageAttributes, QueuedMessage } from './message.ts';

/** A queue, as the template declares it. Times in seconds, with the defaults of CloudFormation's AWS::SQS::Queue. */
export interface QueueDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  /** Default 30. */
  readonly visibilityTimeoutSec?: number;
  /** Default 0. */
  readonly delaySec?: number;
  /** Default 345,600 (four days). */
  readonly messageRetentionSec?: number;
  /** Default 1,048,576. */
  readonly maximumMessageBytes?: number;
  readonly redrive?: { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };
}

/** Counts as `GetQueueAttributes` names them. */
export interface QueueCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** One standard queue. Everything happens at once and in memory; hidden messages come back by the clock. */
export interface Queue {
  readonly declaration: QueueDeclaration;
  send(body: string, attributes: MessageAttributes, delaySec?: number): QueuedMessage;
  /** Takes over a message with its age, as a dead-letter queue and a redrive do. */
  adopt(message: QueuedMessage, deadLetterSourceArn?: string): void;
  /** Puts back a message as it was kept. */
  restore(message: QueuedMessage): void;
  /** Visible messages, oldest first, now hidden for the timeout. */
  receive(atMost: number, visibilityTimeoutSec?: number): readonly QueuedMessage[];
  /** Deletes by receipt handle; an old handle deletes nothing. */
  remove(receiptHandle: string): void;
  /** Hides a received message for so long from now. False when the handle is not the message's last. */
  changeVisibility(receiptHandle: string, visibilityTimeoutSec: number): boolean;
  /** Takes out all messages, visible or not. */
  drain(): readonly QueuedMessage[];
  messages(): readonly QueuedMessage[];
  counts(): QueueCounts;
  visibleCount(): number;
  /** Since when (ms) the oldest visible message has been waiting, or undefined when none is. */
  waitingSinceMs(): number | undefined;
  stop(): void;
}

export interface QueueDependencies {
  readonly clock: CloudClock;
  /** Called when a message has become visible, and after each change that should be kept. */
  readonly onVisible: () => void;
  readonly onChange: () => void;
  /** Takes a message that was received too often. */
  readonly onDeadLetter: (message: QueuedMessage, targetArn: string) => void;
}

export const DEFAULT_VISIBILITY_TIMEOUT_SEC = 30;
export const DEFAULT_RETENTION_SEC = 345_600;

export function createQueue(declaration: QueueDeclaration, deps: QueueDependencies): Queue {
  const { clock } = deps;
  const ready = new Map<string, QueuedMessage>();
  const hidden = new Map<string, { readonly message: QueuedMessage; readonly cancel: CancelTimer }>();
  const retentionMs = (declaration.messageRetentionSec ?? DEFAULT_RETENTION_SEC) * 1000;

  const hide = (message: QueuedMessage): void => {
    const show = (): void => {
      hidden.delete(message.id);
      ready.set(message.id, message);
      deps.onVisible();
    };
    hidden.set(message.id, { message, cancel: clock.at(message.visibleAtMs, show) });
  };
  const put = (message: QueuedMessage): void => {
    if (message.visibleAtMs > clock.now()) hide(message);
    else ready.set(message.id, message);
    deps.onChange();
    if (ready.size > 0) deps.onVisible();
  };
  const heldBy = (receiptHandle: string): QueuedMessage | undefined => {
    const id = receiptHandle.split('.')[0] ?? '';
    const message = hidden.get(id)?.message ?? ready.get(id);
    return message?.receiptHandle === receiptHandle ? message : undefined;
  };
  const forget = (id: string): void => {
    hidden.get(id)?.cancel();
    hidden.delete(id);
    ready.delete(id);
  };
  const spent = (message: QueuedMessage): boolean => {
    if (message.sentAtMs + retentionMs <= clock.now()) {
      forget(message.id);
      return true;
    }
    if (declaration.redrive === undefined || message.receiveCount < declaration.redrive.maxReceiveCount) return false;
    forget(message.id);
    deps.onDeadLetter(message, declaration.redrive.deadLetterTargetArn);
    return true;
  };

  return {
    declaration,
    send: (body, attributes, delaySec) => {
      const nowMs = clock.now();
      const visibleAtMs = nowMs + (delaySec ?? declaration.delaySec ?? 0) * 1000;
      const message = { id: randomUUID(), body, attributes, sentAtMs: nowMs, visibleAtMs, receiveCount: 0 };
      put(message);
      return message;
    },
    adopt: (message, deadLetterSourceArn) => {
      const { receiptHandle: _handle, deadLetterSourceArn: _source, ...rest } = message;
      const source = deadLetterSourceArn === undefined ? {} : { deadLetterSourceArn };
      put({ ...rest, ...source, receiveCount: 0, visibleAtMs: clock.now() });
    },
    restore: put,
    receive: (atMost, visibilityTimeoutSec) => {
      const received: QueuedMessage[] = [];
      for (const message of ready.values()) {
        if (received.length === atMost) break;
        if (spent(message)) continue;
        received.push(markReceived(message, clock.now(), visibilityTimeoutSec ?? timeoutOf(declaration)));
      }
      for (const message of received) {
        ready.delete(message.id);
        if (message.visibleAtMs > clock.now()) hide(message);
        else ready.set(message.id, message);
      }
      if (received.length > 0) deps.onChange();
      return received;
    },
    remove: (receiptHandle) => {
      const message = heldBy(receiptHandle);
      if (message === undefined) return;
      forget(message.id);
      deps.onChange();
    },
    changeVisibility: (receiptHandle, visibilityTimeoutSec) => {
      const message = heldBy(receiptHandle);
      if (message === undefined || !hidden.has(message.id)) return false;
      forget(message.id);
      put({ ...message, visibleAtMs: clock.now() + visibilityTimeoutSec * 1000 });
      return true;
    },
    drain: () => {
      const all = everyMessage(ready, hidden);
      for (const message of all) forget(message.id);
      deps.onChange();
      return all;
    },
    messages: () => everyMessage(ready, hidden),
    counts: () => {
      const delayed = [...hidden.values()].filter(({ message }) => message.receiveCount === 0).length;
      return { visible: ready.size, inFlight: hidden.size - delayed, delayed };
    },
    visibleCount: () => ready.size,
    waitingSinceMs: () => {
      const [oldest] = ready.values();
      return oldest?.visibleAtMs;
    },
    stop: () => {
      for (const { cancel } of hidden.values()) cancel();
    },
  };
}

function timeoutOf(declaration: QueueDeclaration): number {
  return declaration.visibilityTimeoutSec ?? DEFAULT_VISIBILITY_TIMEOUT_SEC;
}

function markReceived(message: QueuedMessage, nowMs: number, timeoutSec: number): QueuedMessage {
  return {
    ...message,
    receiveCount: message.receiveCount + 1,
    firstReceivedAtMs: message.firstReceivedAtMs ?? nowMs,
    visibleAtMs: nowMs + timeoutSec * 1000,
    receiptHandle: `${message.id}.${randomUUID()}`,
  };
}

function everyMessage(
  ready: ReadonlyMap<string, QueuedMessage>,
  hidden: ReadonlyMap<string, { readonly message: QueuedMessage }>,
): readonly QueuedMessage[] {
  return [...ready.values(), ...[...hidden.values()].map(({ message }) => message)];
}
