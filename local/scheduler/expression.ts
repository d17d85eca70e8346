import { AwsError } from '../protocols/aws-error.ts';

/** When a schedule fires: once, or once a period. */
export type Timing =
  { readonly kind: 'once'; readonly atMs: number } | { readonly kind: 'rate'; readonly periodMs: number };

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;
const RATE = /^rate\((\d+) (minute|hour|day)s?\)$/;
const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `at(yyyy-mm-ddThh:mm:ss)`, in `timeZone` (an IANA name) or else UTC, or `rate(value unit)`.
 * Throws `ValidationException` for anything else, `cron()` included.
 */
export function parseExpression(expression: string, timeZone: string | undefined): Timing {
  const at = AT.exec(expression)?.[1];
  if (at !== undefined) {
    const utcMs = Date.parse(`${at}Z`);
    if (Number.isNaN(utcMs)) throw invalid(expression);
    return { kind: 'once', atMs: timeZone === undefined ? utcMs : fromWallClock(utcMs, timeZone) };
  }
  const [, count, unit] = RATE.exec(expression) ?? [];
  if (count !== undefined && (unit === 'minute' || unit === 'hour' || unit === 'day') && Number(count) > 0) {
    return { kind: 'rate', periodMs: Number(count) * UNIT_MS[unit] };
  }
  if (expression.startsWith('cron(')) {
    throw new AwsError(
      'ValidationException',
      `${expression}: the local cloud has no cron schedules, only at() and rate().`,
    );
  }
  throw invalid(expression);
}

/** The instant at which the clocks of `timeZone` show what `wallMs` shows in UTC. */
function fromWallClock(wallMs: number, timeZone: string): number {
  // The offset is asked for twice: the first answer belongs to an instant up to a day away from the wanted one.
  const nearMs = wallMs - offsetMs(wallMs, timeZone);
  return wallMs - offsetMs(nearMs, timeZone);
}

function offsetMs(atMs: number, timeZone: string): number {
  let shown: string;
  try {
    shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(atMs);
  } catch {
    throw new AwsError('ValidationException', `Invalid ScheduleExpressionTimezone ${timeZone}.`);
  }
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(atMs / 1000) * 1000;
}

function invalid(expression: string): AwsError {
  return new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
}
