import type { AwsRequest, AwsService, NeededGrant } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import {
  deniedResponse,
  parseJsonObject,
  readableJsonObject,
  respond,
  targetOperation,
  textOf,
  type JsonDialect,
} from '../protocols/json-protocol.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import { createBroker, type QueueStats } from './broker.ts';
import type { ConsumerSettings, DeliverBatch } from './consumer.ts';
import { operations } from './operations.ts';
import type { QueueDeclaration } from './queue.ts';

export type { QueueStats } from './broker.ts';
export type { ConsumerSettings, DeliverBatch, SqsRecord } from './consumer.ts';
export type { QueueDeclaration } from './queue.ts';

const DIALECT: JsonDialect = {
  contentType: 'application/x-amz-json-1.0',
  errorNamespace: 'com.amazonaws.sqs#',
  messageMember: 'message',
  queryErrorCodes: {
    QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
    MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
    EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
    TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
    BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
    UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
    InvalidParameterValueException: 'InvalidParameterValue',
  },
};

export interface SqsDependencies extends ServiceEnvironment {
  readonly queues: readonly QueueDeclaration[];
}

export interface SqsService extends AwsService {
  /** Delivers the queue's messages from now on, as a Lambda mapping does, until the returned function is called. */
  subscribe(queueArn: string, settings: ConsumerSettings, deliver: DeliverBatch): () => void;
  /** Sends for another service (a schedule's target, a failure destination). Throws `AwsError` for an unknown queue. */
  sendTo(queueArn: string, body: string): void;
  stats(): Readonly<Record<string, QueueStats>>;
}

/** Standard queues in memory; under `dataDir` their messages outlive the process. */
export function createSqsService(deps: SqsDependencies): SqsService {
  const broker = createBroker(deps.queues, deps);

  const run = (operation: string, input: Record<string, unknown>): unknown => {
    const known = operations[operation];
    if (known === undefined) throw new AwsError('UnsupportedOperation', `The local cloud has no ${operation}`);
    return known(input, broker, deps.clock);
  };

  return {
    signingName: 'sqs',
    operationOf: ({ headers }) => targetOperation(headers, 'AmazonSQS'),
    grantsFor: (request) => grantsFor(request, deps),
    handle: (request) => respond(DIALECT, () => run(request.operation, parseJsonObject(request.body))),
    denied: (_request, message) => deniedResponse(DIALECT, message, 403),
    subscribe: (queueArn, settings, deliver) => broker.subscribe(queueArn, settings, deliver),
    sendTo: (queueArn, body) => void run('SendMessage', { QueueUrl: queueArn, MessageBody: body }),
    stats: () => broker.stats(),
    stop: async () => broker.stop(),
  };
}

function grantsFor(request: AwsRequest, deps: SqsDependencies): readonly NeededGrant[] {
  const body = readableJsonObject(request.body);
  if (request.operation === 'StartMessageMoveTask') return moveGrants(body);
  const name =
    textOf(body['QueueUrl'] ?? body['QueueName'])
      .split('/')
      .at(-1) ?? '';
  const declared = deps.queues.find((queue) => queue.name === name);
  return [
    {
      // A batch needs the permission of its single form.
      action: `sqs:${request.operation.replace(/Batch$/, '')}`,
      resource: declared?.arn ?? `arn:aws:sqs:${deps.region}:${deps.accountId}:${name}`,
    },
  ];
}

// Developer guide, "Amazon SQS permissions to start a message move task": it receives, deletes and sends in the caller's name.
function moveGrants(body: Record<string, unknown>): readonly NeededGrant[] {
  const source = textOf(body['SourceArn']);
  const taken = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((operation) => ({
    action: `sqs:${operation}`,
    resource: source,
  }));
  const destination = body['DestinationArn'];
  return typeof destination === 'string' ? [...taken, { action: 'sqs:SendMessage', resource: destination }] : taken;
}
