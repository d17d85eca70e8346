import type { EpochMs } from './events.ts';
import { allows, isOptionName, rangeOf, specOf, type OptionValue } from './option-schema.ts';
import type { OptionValues } from './options.ts';

/** Who administers, as their identity token names them. */
export interface Administrator {
  readonly id: string;
  readonly name: string;
}

/** One option's step; null is the default. */
export interface OptionStep {
  readonly name: string;
  readonly from: OptionValue | null;
  readonly to: OptionValue | null;
}

/** What one administrator changed at once, step by step: it made the version. */
export interface Changed<Step> {
  readonly version: number;
  readonly at: EpochMs;
  readonly by: Administrator;
  readonly steps: readonly Step[];
}

/** What one administrator changed of the options at once. */
export type SettingsChange = Changed<OptionStep>;

/** When an option was last changed, and by whom. */
export type LastChange = Omit<SettingsChange, 'steps'>;

/** What is set for a service. */
export interface ServiceSettings {
  /** Counts the changes; 0 when there was none. */
  readonly version: number;
  readonly values: OptionValues;
  /** By option: the change that it has its value from. */
  readonly last: Readonly<Record<string, LastChange>>;
  /** The change that made this version. */
  readonly change?: SettingsChange;
}

/** Options to set, by name; null sets one back to its default. */
export type Wanted = Readonly<Record<string, unknown>>;

/** A service for which nothing was ever set. */
export const NO_SETTINGS: ServiceSettings = { version: 0, values: {}, last: {} };

/** Why an option cannot be set: `allowed` goes on from "must be". */
export interface OptionMistake {
  readonly name: string;
  readonly value: unknown;
  readonly allowed: string;
}

/** What is wrong with a wish, option by option; nothing of it is done unless all of it is right (OPT-8, OPT-9). */
export const mistakesIn = (wanted: Wanted): OptionMistake[] =>
  Object.entries(wanted).flatMap(([name, value]) => {
    if (!isOptionName(name)) return [{ name, value, allowed: 'the name of an option' }];
    const spec = specOf(name);
    if (!spec.inForce) return [{ name, value, allowed: 'left alone: it is not in force in this version' }];
    return value === null || allows(spec, value) ? [] : [{ name, value, allowed: `${rangeOf(spec)}, or null` }];
  });

const stepsOf = (values: OptionValues, wanted: Wanted): OptionStep[] =>
  Object.entries(wanted).flatMap(([name, value]) => {
    if (!isOptionName(name)) return [];
    const from = values[name] ?? null;
    const to = allows(specOf(name), value) ? value : null;
    return from === to ? [] : [{ name, from, to }];
  });

/** The settings after a wish without mistakes; undefined when it changes nothing (OPT-11). */
export const settingsAfter = (
  before: ServiceSettings,
  wanted: Wanted,
  by: Administrator,
  at: EpochMs,
): ServiceSettings | undefined => {
  const steps = stepsOf(before.values, wanted);
  if (steps.length === 0) return undefined;
  const made: LastChange = { version: before.version + 1, at, by };
  const values = new Map(Object.entries(before.values));
  for (const { name, to } of steps) {
    if (to === null) values.delete(name);
    else values.set(name, to);
  }
  return {
    version: made.version,
    values: Object.fromEntries(values),
    last: { ...before.last, ...Object.fromEntries(steps.map(({ name }) => [name, made])) },
    change: { ...made, steps },
  };
};
