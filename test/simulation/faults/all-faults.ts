import type { Fault } from './fault.ts';
import { announcementDoubled } from './announcement-doubled.ts';
import { answerLost } from './answer-lost.ts';
import { clockSkew } from './clock-skew.ts';
import { crashAfter } from './crash-after.ts';
import { crashBefore } from './crash-before.ts';
import { disconnectLate } from './disconnect-late.ts';
import { disconnectLost } from './disconnect-lost.ts';
import { falseGone } from './false-gone.ts';
import { frameDoubled } from './frame-doubled.ts';
import { frameLate } from './frame-late.ts';
import { frameLost } from './frame-lost.ts';
import { optionsChanged } from './options-changed.ts';
import { postLost } from './post-lost.ts';
import { postUnknown } from './post-unknown.ts';
import { pushFailed } from './push-failed.ts';
import { recordDoubled } from './record-doubled.ts';
import { recordLate } from './record-late.ts';
import { recordLost } from './record-lost.ts';
import { requestLost } from './request-lost.ts';
import { slowCall } from './slow-call.ts';
import { socketSilent } from './socket-silent.ts';
import { staleRead } from './stale-read.ts';
import { storm } from './storm.ts';
import { tickLost } from './tick-lost.ts';
import { uploadLost } from './upload-lost.ts';
import { wakeUpDoubled } from './wake-up-doubled.ts';
import { wakeUpEarly } from './wake-up-early.ts';
import { wakeUpLate } from './wake-up-late.ts';
import { wakeUpLost } from './wake-up-lost.ts';

/** Every fault there is. */
export const allFaults: readonly Fault[] = [
  announcementDoubled,
  answerLost,
  clockSkew,
  crashAfter,
  crashBefore,
  disconnectLate,
  disconnectLost,
  falseGone,
  frameDoubled,
  frameLate,
  frameLost,
  optionsChanged,
  postLost,
  postUnknown,
  pushFailed,
  recordDoubled,
  recordLate,
  recordLost,
  requestLost,
  slowCall,
  socketSilent,
  staleRead,
  storm,
  tickLost,
  wakeUpDoubled,
  wakeUpEarly,
  wakeUpLate,
  wakeUpLost,
  uploadLost,
];
