import type { Ablation } from './ablation.ts';
import { alertBeforeClose } from './alert-before-close.ts';
import { catchUpFirst } from './catch-up-first.ts';
import { effectsInTheLog } from './effects-in-the-log.ts';
import { forgottenAsOf } from './forgotten-as-of.ts';
import { goneIsConfirmed } from './gone-is-confirmed.ts';
import { graceInTheDeclaration } from './grace-in-the-declaration.ts';
import { heartbeatNamesPosition } from './heartbeat-names-position.ts';
import { lastSocketPushes } from './last-socket-pushes.ts';
import { listedBeforeJoin } from './listed-before-join.ts';
import { newerRowWins } from './newer-row-wins.ts';
import { nothingFromAWeakRead } from './nothing-from-a-weak-read.ts';
import { ownPut } from './own-put.ts';
import { previousIndex } from './previous-index.ts';
import { pushUntilAcknowledged } from './push-until-acknowledged.ts';
import { repeatsAreKnown } from './repeats-are-known.ts';
import { retryQueue } from './retry-queue.ts';
import { stuckCheck } from './stuck-check.ts';
import { timeNeverGoesBack } from './time-never-goes-back.ts';
import { twoPeriods } from './two-periods.ts';

/** Every rule that can be switched off. */
export const allAblations: readonly Ablation[] = [
  alertBeforeClose,
  catchUpFirst,
  effectsInTheLog,
  forgottenAsOf,
  goneIsConfirmed,
  graceInTheDeclaration,
  heartbeatNamesPosition,
  lastSocketPushes,
  listedBeforeJoin,
  newerRowWins,
  nothingFromAWeakRead,
  ownPut,
  previousIndex,
  pushUntilAcknowledged,
  repeatsAreKnown,
  retryQueue,
  stuckCheck,
  timeNeverGoesBack,
  twoPeriods,
];
