import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnOf, FACT_COLUMN_NAMES } from '../../shared/domain/reporting/columns.ts';

const page = readFileSync(new URL('../../docs/REPORTING.md', import.meta.url), 'utf8');

/** The lines of the table of columns, without the meanings. */
const lines = page
  .split('\n')
  .filter((line) => /^\| `[a-z_]+` +\| (string|int|bigint|boolean)\b/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, 5)
      .map((cell) => cell.trim()),
  );

describe('REPORTING.md', () => {
  it('[REP-1, REP-9] says of every column its type, what it counts, and whether it is a statistic', () => {
    const columns = FACT_COLUMN_NAMES.map((name) => {
      const { type, unit = '', nullable, statistic } = columnOf(name);
      return [`\`${name}\``, nullable === true ? `${type}, or null` : type, unit, statistic === true ? 'yes' : ''];
    });
    expect(lines).toEqual(columns);
  });
});
