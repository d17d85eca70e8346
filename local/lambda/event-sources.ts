import type { Activity, CloudClock, FunctionInvoker } from '../contracts.ts';
import type { Faults } from '../endpoint/faults.ts';
import { matches } from '../events/pattern.ts';
import type { Authority } from '../iam/authority.ts';
import type { SqsRecord, SqsService } from '../sqs/sqs-service.ts';
import type { CloudModel, EventSourceModel, FunctionModel, TableModel } from '../template/model.ts';
import { failedIdentifiers, startStreamSource } from './stream-source.ts';
import type { SequencedRecord, StreamCounts, StreamSource } from './stream-source.ts';

export interface EventSourcesParts {
  readonly model: CloudModel;
  readonly invoker: FunctionInvoker;
  readonly authority: Authority;
  readonly clock: CloudClock;
  readonly activity: Activity;
  readonly faults: Faults;
  readonly sqs: SqsService;
  readonly onError: (error: unknown) => void;
}

/** The stack's event source mappings, running. */
export interface EventSources {
  /** Takes a table's stream record to every mapping of that table. */
  onStreamRecord(record: SequencedRecord): void;
  /** By logical id of the mapping. */
  streamCounts(): Readonly<Record<string, StreamCounts>>;
  stop(): void;
}

/** What a function's role must allow for Lambda to read its source. */
const STREAM_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
const QUEUE_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Starts all mappings. Fails when a source does not exist or the function's role may not read it. */
export function startEventSources(parts: EventSourcesParts): EventSources {
  const streams = new Map<string, { table: TableModel; source: StreamSource }>();
  const unsubscribe: (() => void)[] = [];
  for (const source of parts.model.eventSources.filter(({ enabled }) => enabled)) {
    const table = parts.model.tables.find(({ streamArn }) => streamArn === source.sourceArn);
    requireActions(parts, source, table ? STREAM_ACTIONS : QUEUE_ACTIONS);
    if (table) streams.set(source.logicalId, { table, source: startStream(parts, source, table) });
    else unsubscribe.push(startQueue(parts, source));
  }
  return {
    onStreamRecord(record) {
      for (const { table, source } of streams.values()) if (table.name === record.tableName) source.offer(record);
    },
    streamCounts: () => Object.fromEntries([...streams].map(([id, { source }]) => [id, source.counts()])),
    stop() {
      for (const { source } of streams.values()) source.stop();
      for (const stop of unsubscribe) stop();
    },
  };
}

function startStream(parts: EventSourcesParts, source: EventSourceModel, table: TableModel): StreamSource {
  if (source.failureDestinationArn !== undefined) {
    requireActions(parts, { ...source, sourceArn: source.failureDestinationArn }, ['sqs:SendMessage']);
  }
  return startStreamSource({
    ...parts,
    source,
    table,
    matches,
    shuffles: () => parts.faults.shuffleStreams,
    sendToDestination: async (destinationArn, body) => parts.sqs.sendTo(destinationArn, body),
  });
}

function startQueue({ model, invoker, sqs }: EventSourcesParts, source: EventSourceModel): () => void {
  if (!model.queues.some(({ arn }) => arn === source.sourceArn)) {
    throw new Error(
      `unable to start ${source.logicalId}; ${source.sourceArn} is neither a queue nor a stream of this stack`,
    );
  }
  const settings = { batchSize: source.batchSize, maximumBatchingWindowSec: source.batchingWindowSec };
  return sqs.subscribe(source.sourceArn, settings, async (batch: readonly SqsRecord[]) => {
    const all = batch.map(({ messageId }) => messageId);
    try {
      const result = await invoker.invoke(source.functionArn, { Records: batch });
      const failed = source.reportsItemFailures ? failedIdentifiers(result) : [];
      return { failedMessageIds: failed ?? all };
    } catch {
      // The invoker has reported it; every message becomes visible again later.
      return { failedMessageIds: all };
    }
  });
}

function requireActions(
  { model, authority }: EventSourcesParts,
  source: EventSourceModel,
  actions: readonly string[],
): void {
  const owner: FunctionModel | undefined = model.functions.find(({ arn }) => arn === source.functionArn);
  if (!owner) throw new Error(`unable to start ${source.logicalId}; function ${source.functionArn} does not exist`);
  for (const action of actions) {
    const use = { roleArn: owner.roleArn, service: 'lambda.amazonaws.com' };
    const decision = authority.decideForService(use, { action, resource: source.sourceArn });
    if (!decision.allowed) throw new Error(`unable to start ${source.logicalId}; ${decision.reason}`);
  }
}
