import type { CloudClock, FunctionInvoker } from '../contracts.ts';

/** Lambda tries an asynchronous event again after one minute and once more after another two; then it is dropped. */
const RETRY_WAITS_MS = [60_000, 120_000];

/** Takes an event for a function and returns at once, as Lambda does for callers such as EventBridge. */
export function invokeLater(
  clock: CloudClock,
  invoker: FunctionInvoker,
  functionArn: string,
  event: unknown,
  tries = 0,
): void {
  clock.at(clock.now(), async () => {
    try {
      await invoker.invoke(functionArn, event);
    } catch {
      // The invoker has reported why.
      const waitMs = RETRY_WAITS_MS[tries];
      if (waitMs === undefined) return;
      clock.at(clock.now() + waitMs, () => invokeLater(clock, invoker, functionArn, event, tries + 1));
    }
  });
}
