import type { EpochMs } from './events.ts';
import type { OptionName } from './option-schema.ts';
import type { OptionStep } from './service-settings.ts';

/** What stands written into chats: other options are read anew with every command. */
const WRITTEN_INTO_CHATS: readonly OptionName[] = [
  'async-idle-alert',
  'async-idle-close',
  'flex-disconnect-timeout',
  'flex-push-timeout',
];

/** Whether a change of options concerns what open chats carry, and so must be brought to those that sleep (OPT-13). */
export const concernsOpenChats = (steps: readonly OptionStep[]): boolean =>
  steps.some(({ name }) => WRITTEN_INTO_CHATS.some((written) => written === name));

/** Where a walk is: in which shard of the list of open chats, and behind which place; '' is its beginning. */
interface WalkPosition {
  readonly shard: number;
  readonly after: string;
}

/** A walk over the open chats of a service that puts its options in force in each. */
export interface OptionWalk {
  readonly service: string;
  /** Counts the walks of a service; a later one takes the place of one that is under way. */
  readonly number: number;
  readonly startedAt: EpochMs;
  readonly finishedAt?: EpochMs;
  readonly position: WalkPosition;
  /** How often the page at the position has been tried. */
  readonly tries: number;
  readonly looked: number;
  readonly changed: number;
  /** Chats that could not be reached in any try: they learn the options with their next event. */
  readonly failed: number;
}

/** A walk at its beginning. */
export const walkBegun = (service: string, number: number, startedAt: EpochMs): OptionWalk => ({
  service,
  number,
  startedAt,
  position: { shard: 0, after: '' },
  tries: 0,
  looked: 0,
  changed: 0,
  failed: 0,
});

/** What became of one page of a walk. */
export interface PageWalked {
  readonly looked: number;
  readonly changed: number;
  readonly failed: number;
  /** The place behind which the shard goes on; left out at its end. */
  readonly next?: string;
}

/** A page is tried so often before its failures are left behind. */
const PAGE_TRIES = 3;

/** The walk after a page: at the same place if chats failed that may be tried again, else behind it (OPT-15). */
export const walkAfter = (walk: OptionWalk, page: PageWalked, now: EpochMs, shards: number): OptionWalk => {
  const changed = walk.changed + page.changed;
  if (page.failed > 0 && walk.tries + 1 < PAGE_TRIES) return { ...walk, changed, tries: walk.tries + 1 };
  const { shard } = walk.position;
  const position = page.next === undefined ? { shard: shard + 1, after: '' } : { shard, after: page.next };
  return {
    ...walk,
    position,
    tries: 0,
    looked: walk.looked + page.looked,
    changed,
    failed: walk.failed + page.failed,
    ...(position.shard >= shards ? { finishedAt: now } : {}),
  };
};
