import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { AwsRequest, AwsService, NeededGrant } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import {
  deniedResponse,
  isObject,
  parseInput,
  parseJsonObject,
  readableJsonObject,
  respond,
  targetOperation,
  textOf,
  type JsonDialect,
} from '../protocols/json-protocol.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import { matches, type EventPattern } from './pattern.ts';

/** An event as rules and targets see it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** An event and the bus it was put on. */
export interface PublishedEvent {
  readonly busName: string;
  readonly event: BusEvent;
}

export interface RuleDeclaration {
  readonly name: string;
  readonly busName: string;
  readonly pattern: EventPattern;
  readonly state: 'ENABLED' | 'DISABLED';
  /** With `input`, that text is sent instead of the event. */
  readonly targets: readonly { readonly arn: string; readonly input?: string }[];
}

export interface EventsDependencies extends ServiceEnvironment {
  readonly buses: readonly { readonly name: string; readonly arn: string }[];
  readonly rules: readonly RuleDeclaration[];
  /** Calls a rule's target (a function or a queue) with a JSON text. */
  readonly deliver: (targetArn: string, input: string) => Promise<void>;
}

export interface EventsStats {
  readonly published: number;
  /** Entries that a PutEvents call got back as failed. */
  readonly refused: number;
  readonly delivered: number;
}

export interface EventsService extends AwsService {
  /** The last 1,000 events, oldest first. */
  list(): readonly PublishedEvent[];
  /** Calls `listener` with each event that matches, until the returned function is called. */
  subscribe(pattern: EventPattern | undefined, listener: (published: PublishedEvent) => void): () => void;
  stats(): EventsStats;
}

const DIALECT: JsonDialect = {
  contentType: 'application/x-amz-json-1.1',
  errorNamespace: '',
  messageMember: 'message',
};
/** API reference, PutEvents. */
const MAX_ENTRIES = 10;
/** User guide, "Calculating PutEvents event entry size": of an entry by its own page, of a call by the API's; both are held. */
const MAX_BYTES = 262_144;
const REMEMBERED = 1_000;

const entrySchema = v.looseObject({
  Time: v.optional(v.number()),
  Source: v.optional(v.string()),
  Resources: v.optional(v.array(v.string()), []),
  DetailType: v.optional(v.string()),
  Detail: v.optional(v.string()),
  EventBusName: v.optional(v.string(), 'default'),
});
type Entry = v.InferOutput<typeof entrySchema>;

/** EventBridge buses with rules. Delivery is at least once here too: a target that fails is tried three times. */
export function createEventsService(deps: EventsDependencies): EventsService {
  const remembered: PublishedEvent[] = [];
  const listeners = new Set<(published: PublishedEvent) => void>();
  const used = { published: 0, refused: 0, delivered: 0 };
  const buses = new Set(['default', ...deps.buses.map((bus) => bus.name)]);

  const deliver = async (targetArn: string, input: string, attempts: number): Promise<void> => {
    try {
      await deps.deliver(targetArn, input);
      used.delivered += 1;
    } catch (error) {
      deps.report(`unable to deliver an event to ${targetArn}`, error);
      if (attempts > 1) await deliver(targetArn, input, attempts - 1);
    }
  };

  const publish = (published: PublishedEvent): void => {
    used.published += 1;
    remembered.push(published);
    if (remembered.length > REMEMBERED) remembered.shift();
    for (const listener of listeners) listener(published);
    for (const rule of deps.rules) {
      if (rule.busName !== published.busName || rule.state !== 'ENABLED' || !matches(rule.pattern, published.event))
        continue;
      for (const target of rule.targets) {
        void deps.activity.track(deliver(target.arn, target.input ?? JSON.stringify(published.event), 3));
      }
    }
  };

  const put = (entry: Entry): Record<string, string> => {
    const busName = plainBusName(entry.EventBusName);
    const refusal = refusalOf(entry) ?? (buses.has(busName) ? undefined : noBus(busName));
    if (refusal !== undefined) {
      used.refused += 1;
      return { ErrorCode: refusal.code, ErrorMessage: refusal.message };
    }
    const event = toEvent(entry, deps);
    publish({ busName, event });
    return { EventId: event.id };
  };

  return {
    signingName: 'events',
    operationOf: ({ headers }) => targetOperation(headers, 'AWSEvents'),
    grantsFor: (request) => grantsFor(request, deps),
    handle: (request) =>
      respond(DIALECT, () => {
        if (request.operation !== 'PutEvents') {
          throw new AwsError(
            'UnknownOperationException',
            `The local cloud has no ${request.operation}; rules come from the template`,
          );
        }
        const results = readEntries(request.body).map(put);
        return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
      }),
    denied: (_request, message) => deniedResponse(DIALECT, message),
    list: () => [...remembered],
    subscribe: (pattern, listener) => {
      const filtered = (published: PublishedEvent): void => {
        if (pattern === undefined || matches(pattern, published.event)) listener(published);
      };
      listeners.add(filtered);
      return () => void listeners.delete(filtered);
    },
    stats: () => ({ ...used }),
    stop: () => Promise.resolve(listeners.clear()),
  };
}

function readEntries(body: Buffer): readonly Entry[] {
  const { Entries: entries } = parseInput(v.object({ Entries: v.array(entrySchema) }), parseJsonObject(body));
  if (entries.length === 0 || entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: 'entries' must have 1 to ${MAX_ENTRIES} members`,
    );
  }
  if (entries.reduce((sum, entry) => sum + entrySizeBytes(entry), 0) > MAX_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return entries;
}

/** Size as AWS counts it: 14 bytes for a time, and the texts. */
function entrySizeBytes(entry: Entry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...entry.Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), entry.Time === undefined ? 0 : 14);
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

function refusalOf(entry: Entry): Refusal | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name])
      return {
        code: 'InvalidArgument',
        message: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
  }
  return detailOf(entry) === undefined ? { code: 'MalformedDetail', message: 'Detail is malformed.' } : undefined;
}

function noBus(name: string): Refusal {
  return { code: 'ResourceNotFoundException', message: `Event bus ${name} does not exist.` };
}

function detailOf(entry: Entry): Record<string, unknown> | undefined {
  try {
    const detail: unknown = JSON.parse(entry.Detail ?? '');
    return isObject(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

function toEvent(entry: Entry, env: ServiceEnvironment): BusEvent {
  const atMs = entry.Time === undefined ? env.clock.now() : entry.Time * 1000;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account: env.accountId,
    time: new Date(atMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: env.region,
    resources: entry.Resources,
    detail: detailOf(entry) ?? {},
  };
}

/** A bus may be named by its ARN. */
function plainBusName(nameOrArn: string): string {
  return nameOrArn.split('/').at(-1) ?? nameOrArn;
}

function grantsFor(request: AwsRequest, deps: EventsDependencies): readonly NeededGrant[] {
  const entries = readableJsonObject(request.body)['Entries'];
  const named = (Array.isArray(entries) ? entries.filter(isObject) : []).map((entry) =>
    plainBusName(textOf(entry['EventBusName']) || 'default'),
  );
  return [...new Set(named)].map((name) => ({
    action: `events:${request.operation}`,
    resource:
      deps.buses.find((bus) => bus.name === name)?.arn ??
      `arn:aws:events:${deps.region}:${deps.accountId}:event-bus/${name}`,
  }));
}
