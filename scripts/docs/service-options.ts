import { OPTION_MEANINGS } from '../../shared/domain/option-meanings.ts';
import {
  OPTION_NAMES,
  rangeOf,
  specOf,
  type OptionName,
  type OptionSection,
} from '../../shared/domain/option-schema.ts';
import { USER_DATA_KEYS } from '../../shared/domain/user-data.ts';
import type { Generator } from './blocks.ts';

const SECTIONS: Readonly<Record<OptionSection, string>> = {
  settings: 'Section `[settings]`',
  'inactivity-control': 'Section `[inactivity-control]`',
  'client-file-transfer': 'Section `[client-file-transfer]`',
  'transcript-cleanup': 'Section `[transcript-cleanup]`',
  dormouse: 'What Chat Server does not have',
};

const isSection = (name: string): name is OptionSection => Object.hasOwn(SECTIONS, name);

const row = (name: OptionName): string => {
  const spec = specOf(name);
  const unit = spec.type === 'number' ? ` ${spec.unit}` : '';
  const value = spec.type === 'number' ? `${spec.default}${unit}` : `\`${String(spec.default)}\``;
  return `| \`${name}\` | ${value} | ${rangeOf(spec)} | ${spec.inForce ? '' : '**not in force yet**: '}${OPTION_MEANINGS[name]} |`;
};

/** Every option, section by section. */
export const serviceOptions: Generator = {
  name: 'service-options',
  generate: () =>
    Object.keys(SECTIONS)
      .filter(isSection)
      .map((section) =>
        [
          `### ${SECTIONS[section]}`,
          '',
          '| option | default | takes | what it is |',
          '| --- | --- | --- | --- |',
          ...OPTION_NAMES.filter((name) => specOf(name).section === section).map(row),
        ].join('\n'),
      )
      .join('\n\n'),
};

/** The keys of the user data that mean something. */
export const userDataKeys: Generator = {
  name: 'user-data-keys',
  generate: () =>
    [
      '| key | must be |',
      '| --- | --- |',
      ...Object.entries(USER_DATA_KEYS).map(([key, { allowed }]) => `| \`${key}\` | ${allowed} |`),
    ].join('\n'),
};
