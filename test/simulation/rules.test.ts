import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { allAblations } from './ablations/all-ablations.ts';
import { allBreaks } from './ablations/all-breaks.ts';
import { fillTables, readRows } from './cli/rule-tables.ts';
import { allFaults } from './faults/all-faults.ts';
import { allInvariants } from './invariants/all-invariants.ts';

const page = await readFile('docs/RELIABILITY.md', 'utf8');
const spec = await readFile('docs/SPEC.md', 'utf8');
const names = allAblations.map(({ name }) => name);

const listed = (begin: string): string[][] =>
  inTable(begin, '\n## ').map(([, name = '', what = '']) => [name.replaceAll('`', ''), what]);

const inTable = (begin: string, end: string): string[][] =>
  (page.split(begin)[1]?.split(end)[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));

describe('the page', () => {
  it('given all promises, when its table is read, then it tells them in their own words', () => {
    expect(listed('## What must hold')).toEqual(allInvariants.map(({ name, about }) => [name, about]));
  });

  it('given all faults, when its table is read, then it tells them in their own words', () => {
    expect(listed('## What goes wrong')).toEqual(allFaults.map(({ name, about }) => [name, about]));
  });
});

describe('the rules that can be switched off', () => {
  it('given the page, when its table is read, then each rule has its line, was missed, and no other has one', () => {
    const rows = readRows(page);
    expect([...rows.keys()]).toEqual(names);
    expect([...rows.values()].filter((row) => row.includes('nothing found'))).toEqual([]);
  });

  it('given the page, when both tables are made again from its lines, then they say the same', () => {
    const plain = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
    expect(plain(fillTables(page, readRows(page)))).toBe(plain(page));
  });

  it.each(allAblations)('given $name, when it is read, then its promises and faults exist', ({ breaks, faults }) => {
    expect(breaks).not.toEqual([]);
    expect(allInvariants.map(({ name }) => name)).toEqual(expect.arrayContaining([...breaks]));
    expect(allFaults.map(({ name }) => name)).toEqual(expect.arrayContaining([...faults]));
  });

  it.each(allAblations)('given $name, when its rule is read, then it names clauses that exist', ({ rule }) => {
    const clauses = [...rule.matchAll(/[A-Z]+-\d+/g)].map(([clause]) => clause);
    expect(clauses).not.toEqual([]);
    expect(clauses.filter((clause) => !spec.includes(`**[${clause}]**`))).toEqual([]);
  });
});

describe('what an earlier design broke', () => {
  it('given all breaks, when they are read, then each has a rule to switch off or says why not', () => {
    expect(allBreaks).toHaveLength(24);
    expect(allBreaks.filter(({ ablations, instead }) => ablations.length === 0 && instead === undefined)).toEqual([]);
    expect(allBreaks.flatMap(({ ablations }) => ablations).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('given all rules, when breaks are asked for them, then each that is as old is there for one', () => {
    const used = new Set(allBreaks.flatMap(({ ablations }) => ablations));
    const old = allAblations.filter(({ newer }) => newer === undefined);
    expect(old.filter(({ name }) => !used.has(name))).toEqual([]);
  });

  it.each(allBreaks)('given "$what", when its clauses are looked up, then they exist', ({ clauses }) => {
    expect(clauses.filter((clause) => !spec.includes(`**[${clause}]**`))).toEqual([]);
  });

  it('given the page, when its table is read, then it has a line for each', () => {
    const table = inTable('<!-- table of breaks', '<!-- end of the table of breaks');
    expect(table.map(([, what]) => what)).toEqual(allBreaks.map(({ what }) => what));
  });
});
