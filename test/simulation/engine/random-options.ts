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
  stopRule: random.pick(STOP_RULES),
  attachRule: random.pick(ATTACH_RULES),
});
