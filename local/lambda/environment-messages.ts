/** What an execution environment is told when it starts. */
export interface EnvironmentData {
  readonly modulePath: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** One 64-bit integer, the virtual time in epoch milliseconds; missing when time is real. */
  readonly clock: SharedArrayBuffer | undefined;
}

/** One invocation. The deadline is in epoch milliseconds of the machine. */
export interface ToEnvironment {
  readonly id: string;
  readonly event: string;
  readonly deadlineMs: number;
}

interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: string;
}

/** What an environment reports. After a `crash` it is of no more use. */
export type FromEnvironment =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: string; readonly result: string }
  | ({ readonly kind: 'error'; readonly id: string } & Failure)
  | ({ readonly kind: 'crash' } & Failure);
