import { concernsOpenChats, type OptionWalk } from '../domain/option-walk.ts';
import { OPTION_MEANINGS } from '../domain/option-meanings.ts';
import { OPTION_NAMES, rangeOf, specOf, type OptionName, type OptionValue } from '../domain/option-schema.ts';
import { valueInForce } from '../domain/options.ts';
import {
  mistakesIn,
  settingsAfter,
  type Administrator,
  type LastChange,
  type OptionMistake,
  type ServiceSettings,
  type SettingsChange,
  type Wanted,
} from '../domain/service-settings.ts';
import { beginWalk, type BeginDeps } from './apply-options.ts';
import type { ServiceOptions } from './ports.ts';
import { replaceSettings, type Replaced } from './replace-settings.ts';

/** What administering options needs. */
export interface AdministerDeps extends BeginDeps {
  readonly serviceOptions: ServiceOptions;
}

/** An option as an administrator sees it. */
export interface ShownOption {
  readonly name: OptionName;
  readonly section: string;
  /** The value in force. */
  readonly value: OptionValue;
  readonly default: OptionValue;
  readonly allowed: string;
  readonly unit?: string;
  readonly meaning: string;
  readonly inForce: boolean;
  readonly changed?: LastChange;
}

/** Every option of a service, set or not, in the order of the documents. */
export const showOptions = async (
  deps: Pick<AdministerDeps, 'serviceOptions'>,
  service: string,
): Promise<{ version: number; options: ShownOption[] }> => {
  const settings = await deps.serviceOptions.read(service);
  return { version: settings.version, options: OPTION_NAMES.map((name) => shown(settings, name)) };
};

const shown = ({ values, last }: ServiceSettings, name: OptionName): ShownOption => {
  const spec = specOf(name);
  const changed = last[name];
  return {
    name,
    section: spec.section,
    value: valueInForce(values, name),
    default: spec.default,
    allowed: rangeOf(spec),
    ...(spec.type === 'number' ? { unit: spec.unit } : {}),
    meaning: OPTION_MEANINGS[name],
    inForce: spec.inForce,
    ...(changed === undefined ? {} : { changed }),
  };
};

/** An administrator's wish. */
export interface ChangeRequest {
  readonly wanted: Wanted;
  readonly by: Administrator;
  /** The version that the administrator had before their eyes; any, when left out. */
  readonly expectedVersion?: number;
}

/** What became of it. */
export type ChangeOutcome =
  | (Replaced<SettingsChange> & {
      /** The walk that brings the change to sleeping chats, if it concerns them. */
      readonly walk?: OptionWalk;
    })
  | { readonly kind: 'refused'; readonly mistakes: readonly OptionMistake[] };

/**
 * Changes options of a service, all or none of them (OPT-8), over the version that was read (OPT-10). What is set already
 * changes nothing, so a repeat after a lost answer is harmless (OPT-11).
 * @throws Fault (retryable) when five tries lost their race.
 */
export const changeOptions = async (
  deps: AdministerDeps,
  service: string,
  { wanted, by, expectedVersion }: ChangeRequest,
): Promise<ChangeOutcome> => {
  const mistakes = mistakesIn(wanted);
  if (mistakes.length > 0) return { kind: 'refused', mistakes };
  let walk: OptionWalk | undefined;
  const replaced = await replaceSettings(deps, deps.serviceOptions, service, {
    next: (before, now) => settingsAfter(before, wanted, by, now),
    expectedVersion,
    // First: a change that nobody brings to sleeping chats would be worse than a walk for nothing (OPT-15).
    prepare: async ({ steps }) => {
      walk ??= concernsOpenChats(steps) ? await beginWalk(deps, service) : undefined;
    },
  });
  return { ...replaced, ...(replaced.kind === 'changed' && walk !== undefined ? { walk } : {}) };
};
