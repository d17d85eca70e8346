import { DEFAULT_OPTIONS, type ChatOptions } from '../../../shared/domain/options.ts';
import { ATTACH_RULES, STOP_RULES } from '../../../shared/domain/reporting/ending.ts';
import type { Random } from './random.ts';

/** Options of one service: short and long periods, in all combinations. */
export const randomOptions = (random: Random): ChatOptions => ({
  ...DEFAULT_OPTIONS,
  idleAlertSec: random.pick([20, 60, 300, 900, 1_200, 3_600, 86_400, 86_400, 604_800]),
  idleCloseSec: random.pick([10, 60, 300, 900, 3_600, 3_600, 86_400]),
  idleNotices: random.pick(['none', 'major', 'major', 'major2', 'typing', 'all']),
  flexDisconnectSec: random.pick([10, 45, 45, 300, 1_800]),
  restoreBy: random.pick(['none', 'agent', 'esp', 'both']),
  restorePush: random.chance(0.7),
  flexPushSec: random.pick([30, 600, 3_600, 86_400]),
  pushUnseenSec: random.pick([0, 30, 90, 90, 600, 3_600]),
  stopRule: random.pick(STOP_RULES),
  attachRule: random.pick(ATTACH_RULES),
});

type Control = Pick<
  ChatOptions,
  'controlOn' | 'timeoutAlertSec' | 'timeoutAlert2Sec' | 'timeoutCloseSec' | 'includeNotices' | 'regularIdleMaxSec'
>;

/** What rules a regular chat. */
export const randomControl = (random: Random): Control => ({
  controlOn: random.chance(0.7),
  timeoutAlertSec: random.pick([5, 20, 60, 255, 255, 1_200]),
  timeoutAlert2Sec: random.pick([0, 0, 10, 60, 1_000]),
  timeoutCloseSec: random.pick([5, 45, 45, 300, 1_000]),
  includeNotices: random.pick(['none', 'major', 'major', 'major2', 'typing', 'all']),
  regularIdleMaxSec: random.pick([30, 600, 3_600, 86_400]),
});
