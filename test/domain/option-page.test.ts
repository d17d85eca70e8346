import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPTION_MEANINGS } from '../../shared/domain/option-meanings.ts';
import { OPTION_NAMES, rangeOf, specOf, type OptionName } from '../../shared/domain/option-schema.ts';

const page = readFileSync(new URL('../../docs/OPTIONS.md', import.meta.url), 'utf8');

/** The lines of the tables, by option: section, default, range and meaning as the page gives them. */
const lines = new Map(
  page.split('\n### ').flatMap((text) => {
    const section = /^Section `\[(.+?)\]`/.exec(text)?.[1] ?? 'dormouse';
    const rows = text.split('\n').filter((line) => /^\| `[a-z0-9-]+` /.test(line));
    return rows.map((row): [string, string] => {
      const [name = '', ...cells] = row.split('|').slice(1, -1);
      return [name.trim().replaceAll('`', ''), [section, ...cells.map((cell) => cell.trim())].join(' | ')];
    });
  }),
);

const defaultOf = (name: OptionName): string => {
  const spec = specOf(name);
  return spec.type === 'number' ? `${spec.default} ${spec.unit}` : `\`${String(spec.default)}\``;
};

describe('OPTIONS.md', () => {
  it('[OPT-1] names every option, in the order of the schema', () => {
    expect([...lines.keys()]).toEqual(OPTION_NAMES);
  });

  it.each(OPTION_NAMES)('[OPT-1, OPT-9] says of %s where it stands, its default, what it takes and means', (name) => {
    const spec = specOf(name);
    const meaning = `${spec.inForce ? '' : '**not in force yet**: '}${OPTION_MEANINGS[name]}`;
    expect(lines.get(name)).toBe([spec.section, defaultOf(name), rangeOf(spec), meaning].join(' | '));
  });
});
