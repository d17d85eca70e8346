/**
 * What the parts of the local cloud promise each other. `local/` emulates the AWS edges that the synthesized
 * template names; each edge is a folder that implements `AwsService` (calls made with an SDK client) or plugs
 * into `main.ts` (gateway, Lambda). Nothing here knows Dormouse's own code.
 */

/** Stops a timer that was set with `CloudClock.at`; harmless when it has fired already. */
export type CancelTimer = () => void;

/** The cloud's only source of time, in epoch milliseconds: the machine's, or a virtual one that stands still until moved. */
export interface CloudClock {
  readonly mode: 'real' | 'virtual';
  now(): number;
  /** Runs `fire` at `atMs`, or as soon as possible when that has passed. Errors of `fire` are reported, never thrown. */
  at(atMs: number, fire: () => void | Promise<void>): CancelTimer;
  /**
   * Virtual only: moves time forward to `toMs`, stopping at every timer on the way, running it, and waiting until the
   * cloud is idle before it goes on. In real mode it rejects.
   */
  advanceTo(toMs: number): Promise<void>;
}

/** Counts work under way, so that virtual time moves only while nothing runs. */
export interface Activity {
  /** Counts `work` as under way until it settles, and returns it. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** Who makes an AWS call, found by the access key of its signature. */
export interface Caller {
  readonly accessKeyId: string;
  /** ARN of the role whose policies decide. */
  readonly roleArn: string;
}

/** One SDK call, as an emulated service sees it. */
export interface AwsRequest {
  /** e.g. `PutItem`; for REST services the operation that method and path stand for. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly caller: Caller;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One permission that a call needs, e.g. `dynamodb:PutItem` on a table's ARN. A call may need several (`iam:PassRole`). */
export interface NeededGrant {
  readonly action: string;
  readonly resource: string;
  /** Condition keys of this call, e.g. `iam:PassedToService`. */
  readonly context?: Readonly<Record<string, string>>;
}

/** An emulated AWS service behind the signed endpoint. */
export interface AwsService {
  /** The name in the credential scope of a signature: `dynamodb`, `sqs`, `scheduler`, `events`, `secretsmanager`, `execute-api`, `s3`. */
  readonly signingName: string;
  /** The operation that a request asks for, or undefined when the service has none like it. */
  operationOf(request: Omit<AwsRequest, 'operation' | 'caller'>): string | undefined;
  /** What the caller's role must allow before `handle` runs. */
  grantsFor(request: AwsRequest): readonly NeededGrant[];
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** The service's own form of "not authorized": a body and status its SDK turns into AccessDeniedException. */
  denied(request: AwsRequest, message: string): AwsResponse;
  /** Answers a browser that asks, unsigned, whether it may make a request from another site; only S3 is asked that. */
  preflight?(request: Pick<AwsRequest, 'path' | 'headers'>): AwsResponse;
  stop(): Promise<void>;
}

/** Runs a deployed function, one event at a time per environment, as Lambda would. */
export interface FunctionInvoker {
  /** Resolves with the handler's result; rejects with `InvocationError` when it threw, timed out or could not start. */
  invoke(functionArn: string, event: unknown): Promise<unknown>;
}

/** A record that a table hands to its stream after a write. */
export interface StreamRecord {
  readonly tableName: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Record<string, unknown>;
  readonly newImage?: Record<string, unknown>;
  readonly oldImage?: Record<string, unknown>;
  readonly atMs: number;
}
