import { randomUUID } from 'node:crypto';
import type { CloudClock } from '../contracts.ts';
import type { MessageAttributes, QueuedMessage } from './message.ts';
import { createShelf, type Shelf } from './shelf.ts';

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

/** An empty queue. */
export function createQueue(declaration: QueueDeclaration, deps: QueueDependencies): Queue {
  const { clock } = deps;
  const shelf = createShelf(clock, deps.onVisible);

  const put = (message: QueuedMessage): void => {
    shelf.put(message);
    deps.onChange();
    if (shelf.visibleCount() > 0) deps.onVisible();
  };
  const heldBy = (receiptHandle: string): QueuedMessage | undefined => {
    const message = shelf.find(receiptHandle.split('.')[0] ?? '');
    return message?.receiptHandle === receiptHandle ? message : undefined;
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
    adopt: (message, deadLetterSourceArn) => put(asAdopted(message, clock.now(), deadLetterSourceArn)),
    restore: put,
    receive: (atMost, visibilityTimeoutSec) => {
      const received: QueuedMessage[] = [];
      for (const message of shelf.visible()) {
        if (received.length === atMost) break;
        if (setAside(message, declaration, shelf, deps)) continue;
        shelf.take(message.id);
        received.push(asReceived(message, clock.now(), visibilityTimeoutSec ?? timeoutOf(declaration)));
      }
      for (const message of received) shelf.put(message);
      if (received.length > 0) deps.onChange();
      return received;
    },
    remove: (receiptHandle) => {
      const message = heldBy(receiptHandle);
      if (message === undefined) return;
      shelf.take(message.id);
      deps.onChange();
    },
    changeVisibility: (receiptHandle, visibilityTimeoutSec) => {
      const message = heldBy(receiptHandle);
      if (message === undefined || message.visibleAtMs <= clock.now()) return false;
      shelf.take(message.id);
      put({ ...message, visibleAtMs: clock.now() + visibilityTimeoutSec * 1000 });
      return true;
    },
    drain: () => {
      const all = [...shelf.visible(), ...shelf.hidden()];
      for (const message of all) shelf.take(message.id);
      deps.onChange();
      return all;
    },
    messages: () => [...shelf.visible(), ...shelf.hidden()],
    counts: () => countsOf(shelf),
    visibleCount: () => shelf.visibleCount(),
    waitingSinceMs: () => {
      const [oldest] = shelf.visible();
      return oldest?.visibleAtMs;
    },
    stop: () => shelf.stop(),
  };
}

/** Takes away a visible message that nobody may receive any more: too old, or received too often. */
function setAside(
  message: QueuedMessage,
  { messageRetentionSec, redrive }: QueueDeclaration,
  shelf: Shelf,
  deps: QueueDependencies,
): boolean {
  const retentionMs = (messageRetentionSec ?? DEFAULT_RETENTION_SEC) * 1000;
  const expired = message.sentAtMs + retentionMs <= deps.clock.now();
  const givenUp = redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount;
  if (!expired && !givenUp) return false;
  shelf.take(message.id);
  if (!expired && givenUp) deps.onDeadLetter(message, redrive.deadLetterTargetArn);
  return true;
}

function countsOf(shelf: Shelf): QueueCounts {
  const delayed = [...shelf.hidden()].filter((message) => message.receiveCount === 0).length;
  return { visible: shelf.visibleCount(), inFlight: shelf.hiddenCount() - delayed, delayed };
}

function timeoutOf(declaration: QueueDeclaration): number {
  return declaration.visibilityTimeoutSec ?? DEFAULT_VISIBILITY_TIMEOUT_SEC;
}

function asReceived(message: QueuedMessage, nowMs: number, timeoutSec: number): QueuedMessage {
  return {
    ...message,
    receiveCount: message.receiveCount + 1,
    firstReceivedAtMs: message.firstReceivedAtMs ?? nowMs,
    visibleAtMs: nowMs + timeoutSec * 1000,
    receiptHandle: `${message.id}.${randomUUID()}`,
  };
}

function asAdopted(message: QueuedMessage, nowMs: number, deadLetterSourceArn: string | undefined): QueuedMessage {
  const { receiptHandle: _handle, deadLetterSourceArn: _source, ...rest } = message;
  const source = deadLetterSourceArn === undefined ? {} : { deadLetterSourceArn };
  return { ...rest, ...source, receiveCount: 0, visibleAtMs: nowMs };
}
