import {
  maskingAfter,
  masksOfRule,
  ruleMistakes,
  type MaskingChange,
  type MaskingRule,
  type RuleMistake,
} from '../domain/masking-rules.ts';
import { maskText } from '../domain/masking.ts';
import type { Administrator } from '../domain/service-settings.ts';
import type { OptionsSource, ServiceMasking } from './ports.ts';
import { replaceSettings, type Replaced, type ReplaceDeps } from './replace-settings.ts';

/** What administering masking rules needs. */
export interface MaskingDeps extends ReplaceDeps {
  readonly serviceMasking: ServiceMasking;
  readonly options: OptionsSource;
}

/** Rules that an administrator wants in place of those there are. */
export interface MaskingRequest {
  readonly rules: readonly MaskingRule[];
  readonly by: Administrator;
  /** The version that the administrator had before their eyes; any, when left out. */
  readonly expectedVersion?: number;
}

/** What is wrong with rules. */
export interface RulesRefused {
  readonly kind: 'refused';
  readonly mistakes: readonly RuleMistake[];
}

/**
 * Puts rules in place of all that the service has, or none of them (MASK-5, MASK-9).
 * @throws Fault (retryable) when five tries lost their race.
 */
export const changeMasking = async (
  deps: MaskingDeps,
  service: string,
  { rules, by, expectedVersion }: MaskingRequest,
): Promise<Replaced<MaskingChange> | RulesRefused> => {
  const mistakes = ruleMistakes(rules);
  if (mistakes.length > 0) return { kind: 'refused', mistakes };
  return replaceSettings(deps, deps.serviceMasking, service, {
    next: (before, now) => maskingAfter(before, rules, by, now),
    expectedVersion,
  });
};

/** What a sample becomes. */
export interface MaskingTrial {
  readonly kind: 'tried';
  readonly text: string;
  /** The text after each rule that changed it, in their order. */
  readonly steps: readonly { readonly rule: string; readonly text: string }[];
}

/** Shows what becomes of a sample, by the rules in force or by others; nothing of it is stored (MASK-11). */
export const tryMasking = async (
  deps: MaskingDeps,
  service: string,
  sample: string,
  wanted?: readonly MaskingRule[],
): Promise<MaskingTrial | RulesRefused | { readonly kind: 'too-long' }> => {
  const mistakes = wanted === undefined ? [] : ruleMistakes(wanted);
  if (mistakes.length > 0) return { kind: 'refused', mistakes };
  const { maskCharacter } = await deps.options.of(service);
  const rules = wanted ?? (await deps.serviceMasking.read(service)).rules;
  const steps: { rule: string; text: string }[] = [];
  let text = sample;
  for (const rule of rules.toSorted((a, b) => a.priority - b.priority)) {
    const after = maskText(text, masksOfRule(rule), maskCharacter);
    if (after === undefined) return { kind: 'too-long' };
    if (after !== text) steps.push({ rule: rule.name, text: after });
    text = after;
  }
  return { kind: 'tried', text, steps };
};
