import type { ChatOptions } from '../../shared/domain/options.ts';
import { OPTIONS } from '../support/builders.ts';

/** Customers are soon removed, and taken back. */
const RESTORING = { restoreBy: 'both', restorePush: true, flexDisconnectSec: 20, flexPushSec: 60 } as const;

/** Sets of options that a chat may meet. */
export const CHANGED: readonly ChatOptions[] = [
  {
    ...OPTIONS,
    pushUnseenSec: 600,
    idleNotices: 'all',
    idleAlertSec: 600,
    idleCloseSec: 300,
    flexDisconnectSec: 120,
    flexPushSec: 7_200,
  },
  {
    ...OPTIONS,
    pushUnseenSec: 0,
    idleAlertSec: 1,
    idleCloseSec: 1,
    flexDisconnectSec: 1,
    flexPushSec: 1,
    messageClose: '',
  },
  ...(['typing', 'major2', 'none'] as const).map((idleNotices) => ({ ...OPTIONS, ...RESTORING, idleNotices })),
  { ...OPTIONS, ...RESTORING },
];

/** What rules regular chats, from option set to option set. */
export const CONTROLS: readonly Partial<ChatOptions>[] = [
  { controlOn: true, includeNotices: 'all' },
  { controlOn: true, timeoutAlertSec: 60, timeoutAlert2Sec: 30, timeoutCloseSec: 600, includeNotices: 'typing' },
  { controlOn: false, regularIdleMaxSec: 900 },
  { controlOn: true, timeoutAlertSec: 5, timeoutAlert2Sec: 5, timeoutCloseSec: 5, includeNotices: 'none' },
  { controlOn: true, timeoutAlertSec: 3_600, regularIdleMaxSec: 60 },
];

/** Options with one of what rules regular chats. */
export const withControl = (options: ChatOptions, which: number): ChatOptions => ({
  ...options,
  ...CONTROLS[which % CONTROLS.length],
});
