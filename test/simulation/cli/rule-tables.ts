import { allAblations } from '../ablations/all-ablations.ts';
import { allBreaks, type Break } from '../ablations/all-breaks.ts';

const RULES = {
  begin: '<!-- table of rules: npm run simulate -- --ablations -->',
  end: '<!-- end of the table of rules -->',
  head: ['| switched off | the rule | what broke | seed | shortest session found |', '| --- | --- | --- | --- | --- |'],
} as const;

const BREAKS = {
  begin: '<!-- table of breaks: npm run simulate -- --ablations -->',
  end: '<!-- end of the table of breaks -->',
  head: [
    '| what went wrong | the rules against it | switched off, and the seed that shows it |',
    '| --- | --- | --- |',
  ],
} as const;

type Table = typeof RULES | typeof BREAKS;

const split = (page: string, { begin, end }: Table): [before: string, table: string, after: string] => {
  const [before, rest] = page.split(begin);
  const [table, after] = rest?.split(end) ?? [];
  if (before === undefined || table === undefined || after === undefined)
    throw new Error(`unable to find the table; the page has no ${begin}`);
  return [before, table, after];
};

const filled = (page: string, table: Table, rows: readonly string[]): string => {
  const [before, , after] = split(page, table);
  return `${before}${table.begin}\n\n${[...table.head, ...rows].join('\n')}\n\n${table.end}${after}`;
};

const cellsOf = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The lines of the table of rules, by the name of what is switched off. */
export const readRows = (page: string): Map<string, string> => {
  const lines = split(page, RULES)[1]
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(RULES.head.length);
  return new Map(lines.map((line) => [cellsOf(line)[0] ?? '', line]));
};

/** What a line of the table of rules says broke, and with which seed; 0 for none. */
export const shownIn = (row = ''): { readonly seed: number; readonly invariant: string } => {
  const [, , broke = '', seed = '0'] = cellsOf(row);
  return { seed: Number(seed), invariant: broke.split(':')[0] ?? '' };
};

const rowOf = ({ what, clauses, ablations, instead }: Break, rows: ReadonlyMap<string, string>): string => {
  const switched = ablations.map((name) => {
    const seed = cellsOf(rows.get(name) ?? '')[3] ?? '';
    return `\`${name}\`${seed === '' ? '' : `, seed ${seed}`}`;
  });
  return `| ${what} | ${clauses.join(', ')} | ${[...switched, ...(instead === undefined ? [] : [instead])].join('; ')} |`;
};

/** The page with both tables made anew from the lines of the rules; a rule that is no more loses its line. */
export const fillTables = (page: string, rows: ReadonlyMap<string, string>): string => {
  const rules = allAblations.flatMap(({ name }) => rows.get(name) ?? []);
  return filled(
    filled(page, RULES, rules),
    BREAKS,
    allBreaks.map((entry) => rowOf(entry, rows)),
  );
};
