import type { Invariant } from './invariant.ts';
import { acknowledgedOnce } from './acknowledged-once.ts';
import { backInTheChat } from './back-in-the-chat.ts';
import { bounded } from './bounded.ts';
import { checkAtHolds } from './check-at-holds.ts';
import { everythingAnnounced } from './everything-announced.ts';
import { everythingExpires } from './everything-expires.ts';
import { filesCounted } from './files-counted.ts';
import { filesOnce } from './files-once.ts';
import { filesSettled } from './files-settled.ts';
import { idleClock } from './idle-clock.ts';
import { lostInTime } from './lost-in-time.ts';
import { lostLate } from './lost-late.ts';
import { lostOfItsEpoch } from './lost-of-its-epoch.ts';
import { masked } from './masked.ts';
import { neverStuck } from './never-stuck.ts';
import { noAlarm } from './no-alarm.ts';
import { nothingAfterClose } from './nothing-after-close.ts';
import { nothingForgotten } from './nothing-forgotten.ts';
import { oneOrder } from './one-order.ts';
import { ownOrder } from './own-order.ts';
import { punctual } from './punctual.ts';
import { pushed } from './pushed.ts';
import { readIsTrue } from './read-is-true.ts';
import { removedInTime } from './removed-in-time.ts';
import { removedLate } from './removed-late.ts';
import { restored } from './restored.ts';
import { reported } from './reported.ts';
import { rowIsCurrent } from './row-is-current.ts';
import { sameView } from './same-view.ts';
import { seenOrPushed } from './seen-or-pushed.ts';
import { shownAtOnce } from './shown-at-once.ts';
import { stateIsFold } from './state-is-fold.ts';
import { status } from './status.ts';
import { toldTruly } from './told-truly.ts';

/** Every promise that is checked. */
export const allInvariants: readonly Invariant[] = [
  acknowledgedOnce,
  backInTheChat,
  bounded,
  checkAtHolds,
  everythingAnnounced,
  everythingExpires,
  filesCounted,
  filesOnce,
  filesSettled,
  idleClock,
  lostInTime,
  lostLate,
  lostOfItsEpoch,
  masked,
  neverStuck,
  noAlarm,
  nothingAfterClose,
  nothingForgotten,
  oneOrder,
  ownOrder,
  punctual,
  pushed,
  readIsTrue,
  removedInTime,
  removedLate,
  restored,
  reported,
  rowIsCurrent,
  sameView,
  seenOrPushed,
  shownAtOnce,
  stateIsFold,
  status,
  toldTruly,
];
