import { REPORT_QUERIES } from '../../infra/report-queries.ts';
import { COLUMN_MEANINGS } from '../../shared/domain/reporting/column-meanings.ts';
import { columnOf, FACT_COLUMN_NAMES, type FactColumn } from '../../shared/domain/reporting/columns.ts';
import type { Generator } from './blocks.ts';

const row = (name: FactColumn): string => {
  const { type, unit = '', nullable, statistic } = columnOf(name);
  const cells = [
    `\`${name}\``,
    `${type}${nullable === true ? ', or null' : ''}`,
    unit,
    statistic === true ? 'yes' : '',
  ];
  return `| ${cells.join(' | ')} | ${COLUMN_MEANINGS[name]} |`;
};

/** Every column of the fact of a chat. */
const reportColumns: Generator = {
  name: 'report-columns',
  generate: () =>
    [
      '| column | type | unit | statistic | meaning |',
      '| --- | --- | --- | --- | --- |',
      ...FACT_COLUMN_NAMES.map(row),
    ].join('\n'),
};

/** The questions that the stack saves in its workgroup. */
const reportQueries: Generator = {
  name: 'report-queries',
  generate: () =>
    REPORT_QUERIES.map(({ name, about, sql }) => `### ${name}\n\n${about}\n\n\`\`\`sql\n${sql}\n\`\`\``).join('\n\n'),
};

/** What docs/REPORTING.md is made of. */
export const reporting: readonly Generator[] = [reportColumns, reportQueries];
