import { Fault } from '../../app/ports.ts';

/** What a retry cannot cure: the request itself is wrong, or not allowed, or names what is not there. */
const PERMANENT: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'ItemCollectionSizeLimitExceededException',
  'ResourceNotFoundException',
  'UnrecognizedClientException',
  'ValidationException',
]);

/** Whether an error says that the condition of a write did not hold. */
export const isConditionFailed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/** The fault that an error of the store stands for. Time-outs, throttling and answers of 5xx may pass. */
export const faultOf = (doing: string, error: unknown): Fault => {
  const name = error instanceof Error ? error.name : 'unknown error';
  return new Fault(`unable to ${doing}; ${name}`, { cause: error, retryable: !PERMANENT.has(name) });
};

/** Runs one call to the store, turning whatever it throws into a fault. */
export const calling = async <T>(doing: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Fault ? error : faultOf(doing, error);
  }
};

/** Runs a conditional write: false when its condition did not hold. */
export const callingIf = async (doing: string, call: () => Promise<unknown>): Promise<boolean> => {
  try {
    await call();
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw faultOf(doing, error);
  }
};
