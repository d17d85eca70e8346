import type { EpochMs } from '../domain/events.ts';
import { Fault, type Clock, type Pacer, type Versions } from './ports.ts';

/** What administering needs besides the versions. */
export interface ReplaceDeps {
  readonly clock: Clock;
  readonly pacer: Pacer;
}

/** What became of a wish without mistakes. `version` is the one in force afterwards. */
export type Replaced<Change> =
  | { readonly kind: 'changed'; readonly version: number; readonly change: Change }
  | { readonly kind: 'unchanged'; readonly version: number }
  | { readonly kind: 'stale'; readonly version: number };

/** What is to stand in the place of what was read. */
export interface Replacement<Settings, Change> {
  readonly next: (before: Settings, now: EpochMs) => Settings | undefined;
  /** The version that the administrator had before their eyes; undefined: any. */
  readonly expectedVersion: number | undefined;
  /** Runs before each try to commit. */
  readonly prepare?: (change: Change) => Promise<void>;
}

const TRIES = 5;

/**
 * Puts the next version in place of the one that was read (OPT-10, MASK-9). `next` answers undefined for what is so already:
 * that changes nothing, so a repeat after a lost answer is harmless (OPT-11).
 * @throws Fault (retryable) when five tries lost their race.
 */
export const replaceSettings = async <Change, Settings extends { readonly version: number; readonly change?: Change }>(
  deps: ReplaceDeps,
  versions: Versions<Settings, Change>,
  service: string,
  { next, expectedVersion, prepare }: Replacement<Settings, Change>,
): Promise<Replaced<Change>> => {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await versions.read(service);
    const after = next(before, deps.clock.now());
    const { version } = before;
    if (after?.change === undefined) return { kind: 'unchanged', version };
    if (expectedVersion !== undefined && expectedVersion !== version) return { kind: 'stale', version };
    await prepare?.(after.change);
    if (await versions.replace(service, before, after)) {
      return { kind: 'changed', version: after.version, change: after.change };
    }
    await deps.pacer.pause(attempt);
  }
  throw new Fault(`unable to change the settings of ${service}; ${TRIES} tries lost their race`, { retryable: true });
};
