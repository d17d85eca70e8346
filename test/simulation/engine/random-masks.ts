import type { Mask } from '../../../shared/domain/masking.ts';
import { DIGITS_MASK, PIN_MASK } from '../../support/naive-masking.ts';
import type { Random } from './random.ts';

/** What a service masks: mostly nothing, so that sessions without rules stay as they are. */
export const randomMasks = (random: Random): readonly Mask[] =>
  random.weighted<readonly Mask[]>([
    [6, []],
    [2, [PIN_MASK]],
    [1, [DIGITS_MASK]],
    [1, [PIN_MASK, DIGITS_MASK]],
  ]);
