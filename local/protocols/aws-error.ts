/** An answer other than success, as AWS names it. Thrown by a service, turned into a response at its edge. */
export class AwsError extends Error {
  /** The exception's name without a namespace, e.g. `ConflictException`. */
  readonly code: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Further members of the exception, e.g. the `Item` of a failed condition. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
