import type { CloudClock } from './contracts.ts';
import type { DynamoDbService } from './dynamodb/dynamodb-service.ts';
import type { Endpoint } from './endpoint/endpoint.ts';
import type { Faults } from './endpoint/faults.ts';
import type { EventsService } from './events/events-service.ts';
import type { Connection } from './gateway/websocket/connection.ts';
import type { LocalLambda } from './lambda/invoker.ts';
import type { SchedulerService } from './scheduler/scheduler-service.ts';
import type { SqsService } from './sqs/sqs-service.ts';

/** How to run a stack. */
export interface LocalCloudOptions {
  /** Folder that `cdk synth` wrote. */
  readonly assemblyDirectory: string;
  /** Port of the front door; 0 takes a free one. */
  readonly port: number;
  readonly clock: 'real' | 'virtual';
  /** Where a virtual clock starts, in epoch milliseconds; the machine's time unless given. */
  readonly startMs?: number;
  /** Folder for what must survive a restart; without it everything lives in memory. */
  readonly dataDir?: string;
  /** At most so many events of one function at once. */
  readonly environmentsPerFunction?: number;
  /** Told what happens: start-up steps, refused calls, failed invocations, output of functions. */
  readonly onLine?: (line: LocalLine) => void;
}

/** One line for whoever watches. */
export interface LocalLine {
  readonly kind: 'step' | 'refusal' | 'failure' | 'output';
  readonly text: string;
}

/** Facts about the local cloud that a deployed stack does not have. */
export interface LocalOutputs {
  readonly endpoint: string;
  readonly operatorAccessKeyId: string;
  readonly operatorSecretAccessKey: string;
  readonly region: string;
  readonly signInUrl: string;
  readonly clockUrl: string;
  /** Where keys of roles outside the stack are given out: workflows' own. */
  readonly accessKeyUrl: string;
}

/** The emulated services, for tests that look behind the SDK. */
export interface LocalServices {
  readonly dynamodb: DynamoDbService;
  readonly sqs: SqsService;
  readonly scheduler: SchedulerService;
  readonly events: EventsService;
  readonly lambda: LocalLambda;
  readonly endpoint: Endpoint;
}

/** A running stack. */
export interface LocalCloud {
  /** The stack's outputs with local addresses, and `local`. */
  readonly outputs: Readonly<Record<string, string>> & { readonly local: LocalOutputs };
  readonly clock: CloudClock;
  readonly faults: Faults;
  readonly services: LocalServices;
  /** Moves a virtual clock forward, running everything that falls due, and waits until nothing is under way. */
  advance(ms: number): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  stats(): Record<string, unknown>;
  connections(): readonly Connection[];
  /** Lines that functions wrote, newest last; the oldest are dropped beyond 10,000. */
  functionOutput(): readonly string[];
  stop(): Promise<void>;
}
