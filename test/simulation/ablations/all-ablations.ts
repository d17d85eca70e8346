import type { Ablation } from './ablation.ts';
import { abandonedChatsEnd } from './abandoned-chats-end.ts';
import { alertBeforeClose } from './alert-before-close.ts';
import { catchUpFirst } from './catch-up-first.ts';
import { closeCountsFromTheAlert } from './close-counts-from-the-alert.ts';
import { controlNeedsAnAgent } from './control-needs-an-agent.ts';
import { decidedAgain } from './decided-again.ts';
import { deskLease } from './desk-lease.ts';
import { effectsInTheLog } from './effects-in-the-log.ts';
import { evidenceForOneSocket } from './evidence-for-one-socket.ts';
import { filesFollowTheState } from './files-follow-the-state.ts';
import { forgottenAsOf } from './forgotten-as-of.ts';
import { goneIsConfirmed } from './gone-is-confirmed.ts';
import { graceInTheDeclaration } from './grace-in-the-declaration.ts';
import { heartbeatNamesPosition } from './heartbeat-names-position.ts';
import { lastSocketPushes } from './last-socket-pushes.ts';
import { joinsAgain } from './joins-again.ts';
import { keptBeforeCommitted } from './kept-before-committed.ts';
import { keptWhileOpen } from './kept-while-open.ts';
import { lastItemLast } from './last-item-last.ts';
import { leaseCountsAsGone } from './lease-counts-as-gone.ts';
import { listedBeforeJoin } from './listed-before-join.ts';
import { lookAtIsABound } from './look-at-is-a-bound.ts';
import { lossNamesItsEpoch } from './loss-names-its-epoch.ts';
import { maskedBeforeItIsStored } from './masked-before-it-is-stored.ts';
import { neverInThePast } from './never-in-the-past.ts';
import { newerIsRefused } from './newer-is-refused.ts';
import { newerRowWins } from './newer-row-wins.ts';
import { nothingFromAWeakRead } from './nothing-from-a-weak-read.ts';
import { numberDecidesNothing } from './number-decides-nothing.ts';
import { onlyWhileAway } from './only-while-away.ts';
import { optionsReachSleepers } from './options-reach-sleepers.ts';
import { ownCommandIsKnown } from './own-command-is-known.ts';
import { ownPut } from './own-put.ts';
import { periodsByTime } from './periods-by-time.ts';
import { periodsInTheEvent } from './periods-in-the-event.ts';
import { previousIndex } from './previous-index.ts';
import { pushUntilAcknowledged } from './push-until-acknowledged.ts';
import { readBackWhatWasMasked } from './read-back-what-was-masked.ts';
import { readNeverGoesBack } from './read-never-goes-back.ts';
import { registeredBeforeRead } from './registered-before-read.ts';
import { repeatsAreKnown } from './repeats-are-known.ts';
import { reportsComeBack } from './reports-come-back.ts';
import { retryQueue } from './retry-queue.ts';
import { seenIsSaid } from './seen-is-said.ts';
import { stateHasABound } from './state-has-a-bound.ts';
import { stuckCheck } from './stuck-check.ts';
import { timeNeverGoesBack } from './time-never-goes-back.ts';
import { twoPeriods } from './two-periods.ts';
import { unseenIsPushed } from './unseen-is-pushed.ts';
import { unwrittenRowRenewed } from './unwritten-row-renewed.ts';
import { wakeUpsAreKept } from './wake-ups-are-kept.ts';
import { workflowLogIsSearched } from './workflow-log-is-searched.ts';

/** Every rule that can be switched off. */
export const allAblations: readonly Ablation[] = [
  abandonedChatsEnd,
  alertBeforeClose,
  catchUpFirst,
  closeCountsFromTheAlert,
  controlNeedsAnAgent,
  decidedAgain,
  deskLease,
  effectsInTheLog,
  evidenceForOneSocket,
  filesFollowTheState,
  forgottenAsOf,
  goneIsConfirmed,
  graceInTheDeclaration,
  heartbeatNamesPosition,
  lastSocketPushes,
  joinsAgain,
  keptBeforeCommitted,
  keptWhileOpen,
  lastItemLast,
  leaseCountsAsGone,
  listedBeforeJoin,
  lookAtIsABound,
  lossNamesItsEpoch,
  maskedBeforeItIsStored,
  neverInThePast,
  newerIsRefused,
  newerRowWins,
  nothingFromAWeakRead,
  numberDecidesNothing,
  onlyWhileAway,
  optionsReachSleepers,
  ownCommandIsKnown,
  ownPut,
  periodsByTime,
  periodsInTheEvent,
  previousIndex,
  pushUntilAcknowledged,
  readBackWhatWasMasked,
  readNeverGoesBack,
  registeredBeforeRead,
  repeatsAreKnown,
  reportsComeBack,
  retryQueue,
  seenIsSaid,
  stateHasABound,
  stuckCheck,
  timeNeverGoesBack,
  twoPeriods,
  unseenIsPushed,
  unwrittenRowRenewed,
  wakeUpsAreKept,
  workflowLogIsSearched,
];
