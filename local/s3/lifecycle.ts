import type { LifecycleRule } from '../template/model.ts';

const DAY_MS = 86_400_000;

/** What a rule looks at. */
export interface Aging {
  readonly key: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly lastModifiedMs: number;
}

/**
 * When an object goes: the earliest that a rule says, rounded up to midnight UTC as S3 does (user guide, "Lifecycle
 * configuration elements"). S3 removes some time after that; here it is gone at once. Undefined when no rule is about it.
 */
export function expiresAtMs(rules: readonly LifecycleRule[], object: Aging): number | undefined {
  const times = rules
    .filter((rule) => isAbout(rule, object))
    .map(({ expirationDays }) => Math.ceil((object.lastModifiedMs + expirationDays * DAY_MS) / DAY_MS) * DAY_MS);
  return times.length === 0 ? undefined : Math.min(...times);
}

function isAbout(rule: LifecycleRule, { key, tags }: Aging): boolean {
  return key.startsWith(rule.prefix) && Object.entries(rule.tags).every(([name, value]) => tags[name] === value);
}
