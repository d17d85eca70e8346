import * as v from 'valibot';
import { MessageText } from './fields.ts';
import {
  BUILT_IN_NAMES,
  EXPRESSION_CHARS_MAX,
  PRIORITY_MAX,
  REPLACEMENT_CHARS_MAX,
  RULE_NAME_CHARS_MAX,
  RULES_BYTES_MAX,
  RULES_MAX,
} from './masking-limits.ts';
import { utf8Bytes } from './text-size.ts';

/** A masking rule of a service: `expression` or `builtIn`, and what stands for a match (left out: `default-repchar` for each character). */
export const MaskingRule = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(RULE_NAME_CHARS_MAX)),
  priority: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PRIORITY_MAX)),
  expression: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(EXPRESSION_CHARS_MAX))),
  builtIn: v.optional(v.picklist(BUILT_IN_NAMES)),
  ignoreCase: v.optional(v.boolean()),
  replacement: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(REPLACEMENT_CHARS_MAX))),
});

const Rules = v.pipe(
  v.array(MaskingRule),
  v.maxLength(RULES_MAX),
  v.check(
    (rules) => utf8Bytes(JSON.stringify(rules)) <= RULES_BYTES_MAX,
    `must take at most ${RULES_BYTES_MAX} bytes together`,
  ),
);

/** `PUT /services/{service}/masking`: all rules, in place of those there were. What an export holds besides is ignored. */
export const MaskingWish = v.object({ rules: Rules });

/** `POST /services/{service}/masking/test`: a sample, and the rules to try; left out: the ones in force. */
export const MaskingTest = v.strictObject({ text: MessageText, rules: v.optional(Rules) });

const Made = { version: v.number(), at: v.number(), by: v.object({ id: v.string(), name: v.string() }) };

/** `GET /services/{service}/masking`, which is an export too; `changed` is the change that made the version. */
export const MaskingAnswer = v.object({
  service: v.string(),
  version: v.number(),
  rules: v.array(MaskingRule),
  changed: v.optional(v.object(Made)),
});

const RuleSteps = v.array(v.object({ name: v.string(), from: v.nullable(MaskingRule), to: v.nullable(MaskingRule) }));

/** The answer to `PUT /services/{service}/masking`: what became of which rule; null is "there is none". */
export const MaskingChanged = v.object({ service: v.string(), version: v.number(), changes: RuleSteps });

/** `GET /services/{service}/masking/history?before=version&limit=n`, newest first; `next` is the `before` of the next page. */
export const MaskingHistory = v.object({
  service: v.string(),
  changes: v.array(v.object({ ...Made, changes: RuleSteps })),
  next: v.optional(v.number()),
});

/** The answer to a test: what the log would hold, and the text after each rule that changed it, in their order. */
export const MaskingTested = v.object({
  service: v.string(),
  text: v.string(),
  steps: v.array(v.object({ rule: v.string(), text: v.string() })),
});
