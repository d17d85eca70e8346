import { AwsError } from '../protocols/aws-error.ts';
import { parseExpression } from './expression.ts';
import { openSchedules, type OpenSchedulesDependencies } from './open-schedules.ts';
import type { Schedule, ScheduleInput } from './schedule.ts';

/** How schedules have been used. */
export interface SchedulerStats {
  readonly created: number;
  readonly deleted: number;
  readonly fired: number;
  /** Firings given up after all retries. */
  readonly failed: number;
  readonly open: number;
}

export interface BookDependencies extends OpenSchedulesDependencies {
  readonly groups: readonly string[];
}

/** All schedules and groups. Throws `AwsError`s as EventBridge Scheduler names them. */
export interface ScheduleBook {
  create(input: ScheduleInput): Schedule;
  update(input: ScheduleInput): Schedule;
  /** Takes a schedule of the template: kept times go on when the expression is the same. */
  declare(input: ScheduleInput): void;
  get(group: string, name: string): Schedule;
  remove(group: string, name: string): void;
  list(): readonly Schedule[];
  arnOf(input: { readonly GroupName: string; readonly Name: string }): string;
  groups(): readonly string[];
  addGroup(name: string): void;
  /** Also deletes the schedules in it. */
  removeGroup(name: string): void;
  stats(): SchedulerStats;
  stop(): void;
}

/** A book with the kept schedules in it, all running. */
export function createBook(deps: BookDependencies): ScheduleBook {
  const open = openSchedules(deps);
  const groups = new Set(['default', ...deps.groups]);
  const used = { created: 0, deleted: 0 };

  const requireGroup = (name: string): void => {
    if (!groups.has(name)) throw notFound(`Schedule group ${name}`);
  };
  const get = (group: string, name: string): Schedule => {
    const found = open.find(group, name);
    if (found === undefined) throw notFound(`Schedule ${name}`);
    return found;
  };
  const enterNew = (input: ScheduleInput, createdAtMs: number): Schedule => {
    const nowMs = deps.clock.now();
    return open.enter({ input, createdAtMs, modifiedAtMs: nowMs, nextAtMs: firstTime(input, nowMs) });
  };

  return {
    create: (input) => {
      requireGroup(input.GroupName);
      const found = open.find(input.GroupName, input.Name);
      // The SDK repeats a call whose answer was lost with the same token.
      if (found !== undefined && input.ClientToken !== undefined && found.input.ClientToken === input.ClientToken) {
        return found;
      }
      if (found !== undefined) throw conflict(`Schedule ${input.Name}`);
      const entered = enterNew(input, deps.clock.now());
      used.created += 1;
      return entered;
    },
    update: (input) => enterNew(input, get(input.GroupName, input.Name).createdAtMs),
    declare: (input) => {
      requireGroup(input.GroupName);
      const known = open.find(input.GroupName, input.Name);
      if (known?.input.ScheduleExpression === input.ScheduleExpression) open.enter({ ...known, input });
      else enterNew(input, deps.clock.now());
    },
    get,
    remove: (group, name) => {
      open.erase(get(group, name));
      used.deleted += 1;
    },
    list: () => open.all(),
    arnOf: (input) => open.arnOf(input),
    groups: () => [...groups],
    addGroup: (name) => {
      if (groups.has(name)) throw conflict(`Schedule group ${name}`);
      groups.add(name);
    },
    removeGroup: (name) => {
      requireGroup(name);
      groups.delete(name);
      for (const one of open.all()) if (one.input.GroupName === name) open.erase(one);
    },
    stats: () => ({ ...used, ...open.firings(), open: open.all().length }),
    stop: () => open.stop(),
  };
}

function notFound(what: string): AwsError {
  return new AwsError('ResourceNotFoundException', `${what} does not exist.`, 404);
}

function conflict(what: string): AwsError {
  return new AwsError('ConflictException', `${what} already exists.`, 409);
}

/** When a new schedule fires first. Throws `ValidationException` for a time that has passed, to the second. */
function firstTime(input: ScheduleInput, nowMs: number): number {
  const timing = parseExpression(input.ScheduleExpression, input.ScheduleExpressionTimezone);
  if (timing.kind === 'rate') return nowMs + timing.periodMs;
  if (timing.atMs > Math.floor(nowMs / 1000) * 1000) return timing.atMs;
  throw new AwsError(
    'ValidationException',
    `Invalid Schedule Expression ${input.ScheduleExpression}: the time has passed.`,
  );
}
