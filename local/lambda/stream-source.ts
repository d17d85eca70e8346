import type { Activity, CloudClock, FunctionInvoker, StreamRecord } from '../contracts.ts';
import { REGION } from '../template/identifiers.ts';
import type { EventSourceModel, TableModel } from '../template/model.ts';

/** A stream record with the number that orders it; numbers have one width, so they compare as text. */
export interface SequencedRecord extends StreamRecord {
  readonly sequenceNumber: string;
}

/** Waits between retries of a failed batch: doubled each time, up to a minute. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

export interface StreamSourceParts {
  readonly source: EventSourceModel;
  readonly table: TableModel;
  readonly invoker: FunctionInvoker;
  readonly clock: CloudClock;
  readonly activity: Activity;
  /** Whether an EventBridge pattern matches a value. */
  readonly matches: (pattern: Readonly<Record<string, unknown>>, value: unknown) => boolean;
  /** Whether records are to be delivered out of order just now. */
  readonly shuffles: () => boolean;
  readonly sendToDestination: (destinationArn: string, body: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface StreamCounts {
  readonly delivered: number;
  readonly filtered: number;
  readonly retries: number;
  readonly discarded: number;
}

/** The event source mapping from one table's stream to one function. */
export interface StreamSource {
  offer(record: SequencedRecord): void;
  counts(): StreamCounts;
  stop(): void;
}

interface Batch {
  readonly records: readonly SequencedRecord[];
  readonly tries: number;
}

/** Starts a mapping. Batches of one shard run one after the other, as they do without parallelization. */
export function startStreamSource(parts: StreamSourceParts): StreamSource {
  return new ShardReader(parts);
}

class ShardReader implements StreamSource {
  readonly #parts: StreamSourceParts;
  #pending: SequencedRecord[] = [];
  #retrying: Batch[] = [];
  #busy = false;
  #stopped = false;
  #shuffleState = 1;
  readonly #counts = { delivered: 0, filtered: 0, retries: 0, discarded: 0 };

  constructor(parts: StreamSourceParts) {
    this.#parts = parts;
  }

  offer(record: SequencedRecord): void {
    const { filters } = this.#parts.source;
    const event = this.#toEvent(record);
    if (filters.length > 0 && !filters.some((pattern) => this.#parts.matches(pattern, event))) {
      this.#counts.filtered += 1;
      return;
    }
    this.#pending.push(record);
    this.#wake();
  }

  counts(): StreamCounts {
    return { ...this.#counts };
  }

  stop(): void {
    this.#stopped = true;
  }

  #wake(): void {
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    const { activity, onError, clock, source } = this.#parts;
    if (source.batchingWindowSec > 0 && this.#retrying.length === 0) {
      clock.at(clock.now() + source.batchingWindowSec * 1000, () => this.#drain());
      return;
    }
    // The rest of this turn may still add records to the batch.
    const turn = new Promise<void>((resolve) => setImmediate(resolve));
    activity.track(turn.then(() => this.#drain())).catch(onError);
  }

  async #drain(): Promise<void> {
    for (let batch = this.#nextBatch(); batch && !this.#stopped; batch = this.#nextBatch()) {
      const left = await this.#deliver(batch);
      if (left.length === 0) continue;
      this.#retrying.unshift(...left);
      const wait = Math.min(FIRST_RETRY_MS * 2 ** batch.tries, LONGEST_RETRY_MS);
      this.#parts.clock.at(this.#parts.clock.now() + wait, () => this.#drain());
      return;
    }
    this.#busy = false;
  }

  #nextBatch(): Batch | undefined {
    const retry = this.#retrying.shift();
    if (retry) return retry;
    if (this.#pending.length === 0) return undefined;
    if (this.#parts.shuffles()) this.#shuffle();
    const records = this.#pending.splice(0, this.#parts.source.batchSize);
    return { records, tries: 0 };
  }

  /** Delivers a batch and gives back what must be delivered again. */
  async #deliver({ records, tries }: Batch): Promise<readonly Batch[]> {
    const { source, invoker } = this.#parts;
    let failedFrom = 0;
    try {
      const result = await invoker.invoke(source.functionArn, {
        Records: records.map((record) => this.#toEvent(record)),
      });
      failedFrom = source.reportsItemFailures ? firstFailure(result, records) : records.length;
    } catch {
      // The invoker has reported it; the whole batch is tried again.
      failedFrom = 0;
    }
    this.#counts.delivered += failedFrom;
    const failed = records.slice(failedFrom);
    if (failed.length === 0) return [];
    this.#counts.retries += 1;
    if (source.bisects && failedFrom === 0 && failed.length > 1) {
      const middle = Math.ceil(failed.length / 2);
      // A split is not a try: AWS counts retries per batch, and the halves are new ones.
      return [failed.slice(0, middle), failed.slice(middle)].map((half) => ({ records: half, tries }));
    }
    if (!this.#exhausted(failed, tries)) return [{ records: failed, tries: tries + 1 }];
    await this.#discard(failed, tries + 1);
    return [];
  }

  #exhausted(records: readonly SequencedRecord[], tries: number): boolean {
    const { source, clock } = this.#parts;
    if (source.maximumRetries >= 0 && tries >= source.maximumRetries) return true;
    const oldestMs = Math.min(...records.map(({ atMs }) => atMs));
    return source.maximumRecordAgeSec >= 0 && clock.now() - oldestMs > source.maximumRecordAgeSec * 1000;
  }

  /** A queue as destination is told which records were given up, not what they held. */
  async #discard(records: readonly SequencedRecord[], invokeCount: number): Promise<void> {
    const { source, table, clock, sendToDestination } = this.#parts;
    this.#counts.discarded += records.length;
    if (source.failureDestinationArn === undefined) return;
    const notice = {
      requestContext: {
        functionArn: `${source.functionArn}:$LATEST`,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: invokeCount,
      },
      version: '1.0',
      timestamp: new Date(clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: 'shardId-00000000000000000000-local',
        startSequenceNumber: records[0]?.sequenceNumber,
        endSequenceNumber: records.at(-1)?.sequenceNumber,
        batchSize: records.length,
        streamArn: table.streamArn,
      },
    };
    await sendToDestination(source.failureDestinationArn, JSON.stringify(notice));
  }

  #toEvent({ sequenceNumber, eventName, keys, newImage, oldImage, atMs }: SequencedRecord): object {
    const { table } = this.#parts;
    const viewType = table.streamViewType ?? 'NEW_IMAGE';
    const showsNew = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
    const showsOld = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES';
    return {
      eventID: sequenceNumber,
      eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: REGION,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(atMs / 1000),
        Keys: keys,
        ...(showsNew && newImage ? { NewImage: newImage } : {}),
        ...(showsOld && oldImage ? { OldImage: oldImage } : {}),
        SequenceNumber: sequenceNumber,
        SizeBytes: JSON.stringify(newImage ?? keys).length,
        StreamViewType: viewType,
      },
      eventSourceARN: table.streamArn,
    };
  }

  #shuffle(): void {
    for (let last = this.#pending.length - 1; last > 0; last -= 1) {
      // A small linear congruential generator, so that a run can be repeated.
      this.#shuffleState = (this.#shuffleState * 1_103_515_245 + 12_345) % 2_147_483_648;
      const other = this.#shuffleState % (last + 1);
      const [a, b] = [this.#pending[last], this.#pending[other]];
      if (a && b) [this.#pending[last], this.#pending[other]] = [b, a];
    }
  }
}

/** Index of the first record that the function reported as failed; everything from there on is delivered again. */
function firstFailure(result: unknown, records: readonly SequencedRecord[]): number {
  const failed = failedIdentifiers(result);
  if (failed === undefined) return 0;
  const indexes = failed.map((id) => records.findIndex(({ sequenceNumber }) => sequenceNumber === id));
  // An unknown identifier makes Lambda treat the whole batch as failed.
  return indexes.length === 0 ? records.length : Math.max(0, Math.min(...indexes));
}

/** The `itemIdentifier`s of a partial batch response; undefined when the answer is malformed, which fails the batch. */
export function failedIdentifiers(result: unknown): readonly string[] | undefined {
  if (result === null || result === undefined || result === '') return [];
  if (typeof result !== 'object') return undefined;
  const failures: unknown = Reflect.get(result, 'batchItemFailures');
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return undefined;
  const identifiers = failures.map((item: unknown) =>
    typeof item === 'object' && item !== null ? String(Reflect.get(item, 'itemIdentifier') ?? '') : '',
  );
  return identifiers.includes('') ? undefined : identifiers;
}
