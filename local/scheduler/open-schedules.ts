import { join } from 'node:path';
import * as v from 'valibot';
import { keptFile } from '../protocols/kept-file.ts';
import type { ServiceEnvironment } from '../protocols/service-environment.ts';
import { runSchedule, type FiredTarget, type Run } from './runner.ts';
import { schedule, type Schedule } from './schedule.ts';

export interface OpenSchedulesDependencies extends ServiceEnvironment {
  /** Calls a target; a rejection is tried again as the schedule's retry policy says. */
  readonly fire: (target: FiredTarget) => Promise<void>;
  /** How late (ms) a schedule of this name fires, default 0; AWS fires at any moment of the minute. */
  readonly latenessMs?: (name: string) => number;
}

/** The schedules that exist, each with its timers; kept under `dataDir`. */
export interface OpenSchedules {
  /** Enters or replaces a schedule, and arms it. */
  enter(entered: Schedule): Schedule;
  erase(gone: Schedule): void;
  find(group: string, name: string): Schedule | undefined;
  all(): readonly Schedule[];
  arnOf(input: { readonly GroupName: string; readonly Name: string }): string;
  firings(): { readonly fired: number; readonly failed: number };
  stop(): void;
}

/** The kept schedules, running; what fell due meanwhile fires now. */
export function openSchedules(deps: OpenSchedulesDependencies): OpenSchedules {
  const entries = new Map<string, { readonly schedule: Schedule; readonly run: Run }>();
  const firings = { fired: 0, failed: 0 };
  const path = deps.dataDir === undefined ? undefined : join(deps.dataDir, 'schedules.json');
  const kept = keptFile(path, v.array(schedule), () => [...entries.values()].map((entry) => entry.schedule));
  const arnOf: OpenSchedules['arnOf'] = ({ GroupName: group, Name: name }) =>
    `arn:aws:scheduler:${deps.region}:${deps.accountId}:schedule/${group}/${name}`;

  const erase = (gone: Schedule): void => {
    entries.get(keyOf(gone))?.run.stop();
    entries.delete(keyOf(gone));
    kept.changed();
  };
  const moveOn = (moved: Schedule, nextAtMs: number | undefined): void => {
    const entry = entries.get(keyOf(moved));
    if (entry === undefined) return;
    if (nextAtMs === undefined && moved.input.ActionAfterCompletion === 'DELETE') {
      erase(moved);
      return;
    }
    const { nextAtMs: _past, ...rest } = entry.schedule;
    entries.set(keyOf(moved), { ...entry, schedule: nextAtMs === undefined ? rest : { ...rest, nextAtMs } });
    kept.changed();
  };
  const runner = {
    ...deps,
    latenessMs: deps.latenessMs ?? (() => 0),
    onNext: moveOn,
    onFired: (ok: boolean): void => void (firings[ok ? 'fired' : 'failed'] += 1),
  };
  const enter = (entered: Schedule): Schedule => {
    entries.get(keyOf(entered))?.run.stop();
    entries.set(keyOf(entered), { schedule: entered, run: runSchedule(entered, arnOf(entered.input), runner) });
    kept.changed();
    return entered;
  };

  for (const known of kept.load() ?? []) enter(known);

  return {
    enter,
    erase,
    find: (group, name) => entries.get(`${group}/${name}`)?.schedule,
    all: () => [...entries.values()].map((entry) => entry.schedule),
    arnOf,
    firings: () => ({ ...firings }),
    stop: () => {
      for (const entry of entries.values()) entry.run.stop();
      kept.stop();
    },
  };
}

function keyOf({ input }: Schedule): string {
  return `${input.GroupName}/${input.Name}`;
}
