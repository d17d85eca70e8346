import { join } from 'node:path';
import * as v from 'valibot';
import { AwsError } from '../protocols/aws-error.ts';
import { keptFile } from '../protocols/kept-file.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import { createConsumer, type Consumer, type ConsumerSettings, type DeliverBatch } from './consumer.ts';
import { queuedMessage, type QueuedMessage } from './message.ts';
import { createQueue, type Queue, type QueueCounts, type QueueDeclaration } from './queue.ts';

/** How a queue has been used, and what it holds now. */
export interface QueueStats extends QueueCounts {
  readonly sent: number;
  readonly received: number;
  readonly deleted: number;
  /** Messages that it gave up on and moved to its dead-letter queue. */
  readonly deadLettered: number;
}

/** All queues, their consumers and the roads between them. */
export interface Broker {
  /** By the last part of a URL or ARN. Throws `QueueDoesNotExist`. */
  queueNamed(urlOrArn: string): Queue;
  /** Queues that use the one with this ARN for their dead letters. */
  sourcesOf(deadLetterArn: string): readonly Queue[];
  subscribe(queueArn: string, settings: ConsumerSettings, deliver: DeliverBatch): () => void;
  /** Resolves when a message of the queue may have become visible. */
  nextVisible(queue: Queue): Promise<void>;
  count(queue: Queue, what: 'sent' | 'received' | 'deleted', times?: number): void;
  stats(): Readonly<Record<string, QueueStats>>;
  stop(): void;
}

const keptMessages = v.record(v.string(), v.array(queuedMessage));

interface Held {
  readonly queue: Queue;
  readonly consumers: Set<Consumer>;
  readonly waiters: Set<() => void>;
  readonly used: { sent: number; received: number; deleted: number; deadLettered: number };
}

export function createBroker(declarations: readonly QueueDeclaration[], env: ServiceEnvironment): Broker {
  const held = new Map<string, Held>();
  const path = env.dataDir === undefined ? undefined : join(env.dataDir, 'queues.json');
  const kept = keptFile(path, keptMessages, () =>
    Object.fromEntries([...held].map(([name, { queue }]) => [name, [...queue.messages()]])),
  );
  const named = (urlOrArn: string): Held => {
    const found = held.get(urlOrArn.split(/[/:]/).at(-1) ?? '');
    if (found === undefined) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    return found;
  };
  const giveUp = (source: Held, message: QueuedMessage, targetArn: string): void => {
    source.used.deadLettered += 1;
    named(targetArn).queue.adopt(message, source.queue.declaration.arn);
  };

  for (const declaration of declarations) {
    held.set(
      declaration.name,
      hold(declaration, env, () => kept.changed(), giveUp),
    );
  }
  for (const [name, messages] of Object.entries(kept.load() ?? {})) restore(held.get(name), messages);

  return {
    queueNamed: (urlOrArn) => named(urlOrArn).queue,
    sourcesOf: (deadLetterArn) =>
      [...held.values()]
        .map(({ queue }) => queue)
        .filter(({ declaration }) => declaration.redrive?.deadLetterTargetArn === deadLetterArn),
    subscribe: (queueArn, settings, deliver) => {
      const { queue, consumers, used } = named(queueArn);
      const counted: DeliverBatch = (batch) => {
        used.received += batch.length;
        return deliver(batch);
      };
      const consumer = createConsumer(queue, settings, counted, env);
      consumers.add(consumer);
      consumer.pump();
      return () => {
        consumer.stop();
        consumers.delete(consumer);
      };
    },
    nextVisible: (queue) =>
      new Promise((resolve) => {
        named(queue.declaration.arn).waiters.add(resolve);
      }),
    count: (queue, what, times = 1) => {
      named(queue.declaration.arn).used[what] += times;
    },
    stats: () => Object.fromEntries([...held].map(([name, { queue, used }]) => [name, { ...used, ...queue.counts() }])),
    stop: () => {
      for (const { queue, consumers } of held.values()) {
        for (const consumer of consumers) consumer.stop();
        queue.stop();
      }
      kept.stop();
    },
  };
}

function hold(
  declaration: QueueDeclaration,
  env: ServiceEnvironment,
  onChange: () => void,
  giveUp: (source: Held, message: QueuedMessage, targetArn: string) => void,
): Held {
  const consumers = new Set<Consumer>();
  const waiters = new Set<() => void>();
  const queue = createQueue(declaration, {
    clock: env.clock,
    onChange,
    onVisible: () => {
      for (const consumer of consumers) consumer.pump();
      for (const wake of waiters) wake();
      waiters.clear();
    },
    onDeadLetter: (message, targetArn) => giveUp(self, message, targetArn),
  });
  const self: Held = { queue, consumers, waiters, used: { sent: 0, received: 0, deleted: 0, deadLettered: 0 } };
  return self;
}

function restore(held: Held | undefined, messages: readonly QueuedMessage[]): void {
  for (const message of messages) held?.queue.restore(message);
}
