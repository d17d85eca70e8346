import { randomUUID } from 'node:crypto';
import type { CancelTimer, CloudClock } from '../contracts.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import { parseExpression } from './expression.ts';
import type { Schedule } from './schedule.ts';

/** What a schedule calls: an SQS queue or a function, in the name of a role. */
export interface FiredTarget {
  readonly arn: string;
  readonly roleArn: string;
  readonly input: string;
}

export interface RunnerDependencies extends ServiceEnvironment {
  /** Calls a target; a rejection is tried again as the schedule's retry policy says. */
  readonly fire: (target: FiredTarget) => Promise<void>;
  /** How late (ms) a schedule of this name fires; AWS fires at any moment of the minute. */
  readonly latenessMs: (name: string) => number;
  /** Told when a schedule's next time has changed; without one it has completed. */
  readonly onNext: (schedule: Schedule, nextAtMs: number | undefined) => void;
  readonly onFired: (ok: boolean) => void;
}

/** The timers of one schedule. */
export interface Run {
  stop(): void;
}

/** A timer of a real machine holds 24.8 days at most, so a longer wait is made of several. */
const LONGEST_WAIT_MS = 20 * 86_400_000;
const LONGEST_RETRY_MS = 900_000;

/** Arms an enabled schedule until it has completed or is stopped. Times that have passed meanwhile fire at once, once. */
export function runSchedule(schedule: Schedule, arn: string, deps: RunnerDependencies): Run {
  const { clock } = deps;
  const timers = new Set<CancelTimer>();
  const { input } = schedule;
  let stopped = false;

  const wait = (untilMs: number, then: () => void | Promise<void>): void => {
    const cancel = atFar(clock, untilMs, () => {
      timers.delete(cancel);
      return then();
    });
    timers.add(cancel);
  };

  const attempt = async (scheduledMs: number, firstMs: number, retries: number, executionId: string): Promise<void> => {
    const event = eventOf(schedule, arn, { scheduledMs, executionId, attempt: retries + 1 }, deps);
    const failure = await deps.fire({ arn: input.Target.Arn, roleArn: input.Target.RoleArn, input: event }).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (stopped) return;
    if (failure === undefined) {
      finish(true);
      return;
    }
    deps.report(`unable to fire schedule ${input.Name}`, failure.error);
    const delayMs = Math.min(2 ** retries * 1000, LONGEST_RETRY_MS);
    const { MaximumRetryAttempts: most = 185, MaximumEventAgeInSeconds: ageSec = 86_400 } =
      input.Target.RetryPolicy ?? {};
    if (retries < most && clock.now() + delayMs <= firstMs + ageSec * 1000) {
      wait(clock.now() + delayMs, () => deps.activity.track(attempt(scheduledMs, firstMs, retries + 1, executionId)));
      return;
    }
    await bury(schedule, event, deps);
    finish(false);
  };

  const finish = (ok: boolean): void => {
    deps.onFired(ok);
    if (parseExpression(input.ScheduleExpression, input.ScheduleExpressionTimezone).kind === 'once') {
      deps.onNext(schedule, undefined);
    }
  };

  const arm = (scheduledMs: number): void => {
    wait(Math.max(scheduledMs + deps.latenessMs(input.Name), clock.now()), () => {
      const timing = parseExpression(input.ScheduleExpression, input.ScheduleExpressionTimezone);
      if (timing.kind === 'rate') {
        const nextAtMs = nextOf(scheduledMs, timing.periodMs, clock.now());
        deps.onNext(schedule, nextAtMs);
        arm(nextAtMs);
      }
      return deps.activity.track(attempt(scheduledMs, clock.now(), 0, randomUUID()));
    });
  };

  if (schedule.nextAtMs !== undefined && input.State === 'ENABLED') arm(schedule.nextAtMs);
  return {
    stop: () => {
      stopped = true;
      for (const cancel of timers) cancel();
    },
  };
}

async function bury({ input }: Schedule, event: string, deps: RunnerDependencies): Promise<void> {
  const deadLetterArn = input.Target.DeadLetterConfig?.Arn;
  if (deadLetterArn === undefined) return;
  await deps
    .fire({ arn: deadLetterArn, roleArn: input.Target.RoleArn, input: event })
    .catch((error: unknown) => deps.report(`unable to bury a firing of schedule ${input.Name}`, error));
}

/** The first time of a rate after now; those that were missed are not made up for. */
function nextOf(scheduledMs: number, periodMs: number, nowMs: number): number {
  const missed = Math.max(0, Math.floor((nowMs - scheduledMs) / periodMs));
  return scheduledMs + (missed + 1) * periodMs;
}

function atFar(clock: CloudClock, untilMs: number, fire: () => void | Promise<void>): CancelTimer {
  let cancel: CancelTimer = () => undefined;
  const step = (): void | Promise<void> => {
    if (clock.now() >= untilMs) return fire();
    cancel = clock.at(Math.min(untilMs, clock.now() + LONGEST_WAIT_MS), step);
    return undefined;
  };
  cancel = clock.at(Math.min(untilMs, clock.now() + LONGEST_WAIT_MS), step);
  return () => cancel();
}

interface Firing {
  readonly scheduledMs: number;
  readonly executionId: string;
  readonly attempt: number;
}

// User guide, "Adding context attributes" and, for a target without input, the default event of a Lambda target.
function eventOf(schedule: Schedule, arn: string, firing: Firing, env: ServiceEnvironment): string {
  const time = new Date(firing.scheduledMs).toISOString().replace('.000Z', 'Z');
  const { Input: text } = schedule.input.Target;
  if (text !== undefined) {
    return text
      .replaceAll('<aws.scheduler.schedule-arn>', arn)
      .replaceAll('<aws.scheduler.scheduled-time>', time)
      .replaceAll('<aws.scheduler.execution-id>', firing.executionId)
      .replaceAll('<aws.scheduler.attempt-number>', String(firing.attempt));
  }
  return JSON.stringify({
    version: '0',
    id: firing.executionId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: env.accountId,
    time,
    region: env.region,
    resources: [arn],
    detail: '{}',
  });
}
