import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_MEANINGS } from '../../shared/protocol/error-meanings.ts';
import { ERROR_CODES, PROTOCOL_VERSION } from '../../shared/protocol/index.ts';
import * as limits from '../../shared/protocol/limits.ts';

const page = readFileSync(new URL('../../docs/PROTOCOL.md', import.meta.url), 'utf8');

/** The rows of the table under `heading`, cell by cell, without the quotes around a name that fills one. */
const tableUnder = (heading: string): string[][] => {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const rows = text.split('\n').filter((line) => line.startsWith('| `') || /^\| +\d/.test(line));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
  );
};

describe('PROTOCOL.md', () => {
  it('says of every error code what a client should do about it', () => {
    expect(tableUnder('Error codes')).toEqual(ERROR_CODES.map((code) => [code, ERROR_MEANINGS[code]]));
  });

  it('names every limit with its value', () => {
    const named = tableUnder('Limits').map(([name, value = '']) => [name, Number(value.replaceAll(',', ''))]);
    expect(Object.fromEntries(named)).toEqual({ ...limits });
    expect(named).toHaveLength(Object.keys(limits).length);
  });

  it('ends its versions with the one that is spoken', () => {
    expect(tableUnder('Versions').at(-1)?.[0]).toBe(String(PROTOCOL_VERSION));
  });
});
