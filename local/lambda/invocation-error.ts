/** A handler threw, timed out, crashed its environment or could not be loaded. */
export class InvocationError extends Error {
  override readonly name = 'InvocationError';
  readonly functionName: string;
  /** The name of what was thrown, or one of Lambda's own: `Sandbox.Timedout`, `Runtime.ExitError` … */
  readonly errorType: string;
  readonly trace: string;

  constructor(functionName: string, failure: { errorType: string; errorMessage: string; trace?: string }) {
    super(`${functionName}: ${failure.errorType}: ${failure.errorMessage}`);
    this.functionName = functionName;
    this.errorType = failure.errorType;
    this.trace = failure.trace ?? '';
  }
}
