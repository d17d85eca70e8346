import { describe, expect, it } from 'vitest';
import { asBars } from '../../scripts/figures/show-figures.ts';
import { durationText } from '../../scripts/report/durations.ts';
import { readReportOptions } from '../../scripts/report/options.ts';
import { readFacts, type FactsReader } from '../../scripts/report/read-facts.ts';
import { asCsv, asTable } from '../../scripts/report/show-facts.ts';
import { factsFile } from '../../shared/adapters/s3/facts.ts';
import { FACT_COLUMN_NAMES, type SessionFact } from '../../shared/domain/reporting/columns.ts';
import { reportNaively } from '../support/naive-report.ts';
import { agentPosted, ANN, closed, customerPosted, joined, opened } from '../support/builders.ts';
import { logOf } from '../support/given-when-then.ts';

const DAY_MS = 86_400_000;
const DAY = 20_454;

const rowOf = (letter: string, day: number, change: Partial<SessionFact> = {}): SessionFact => {
  const log = logOf(
    opened(),
    customerPosted('m-1', 5),
    joined(ANN, 90_000),
    agentPosted(ANN, 'n-1', 95_000),
    closed(3_600_000),
  );
  const fact = reportNaively(log);
  if (fact === undefined) throw new Error('unable to make a row');
  return { ...fact, chat_id: letter.repeat(26), closed_at_ms: day * DAY_MS + 3_600_000, ...change };
};

const readerOf = (...batches: readonly (readonly SessionFact[])[]): FactsReader => {
  const files = new Map(
    batches
      .map((batch) => factsFile('facts/', Math.floor((batch[0]?.closed_at_ms ?? 0) / DAY_MS), batch))
      .map(({ key, body }) => [key, body]),
  );
  return { list: async () => [...files.keys()], read: async (key) => files.get(key) ?? '' };
};

const a = rowOf('a', DAY);
const b = rowOf('b', DAY, {
  service: 'shop',
  closed_at_ms: DAY * DAY_MS + 7_200_000,
  abandoned: true,
  first_reply_ms: null,
});
const c = rowOf('c', DAY + 1);

describe('reading the facts', () => {
  it('[REP-10] gives each chat once, whatever company it came in, the last to close first', async () => {
    expect(await readFacts(readerOf([a, b], [c], [a]), {})).toEqual([c, b, a]);
  });

  it('chooses by service and day', async () => {
    const reader = readerOf([a, b], [c]);
    expect(await readFacts(reader, { service: 'shop' })).toEqual([b]);
    expect(await readFacts(reader, { from: '2026-01-02' })).toEqual([c]);
    expect(await readFacts(reader, { from: '2026-01-01', to: '2026-01-01' })).toEqual([b, a]);
  });

  it('takes a column that its writer did not know for null, and refuses one of another type', async () => {
    const { stuck_count: _later, ...older } = a;
    const reader = (row: object): FactsReader => ({
      list: async () => ['facts/day=2026-01-01/x.json'],
      read: async () => JSON.stringify(row),
    });
    expect((await readFacts(reader(older), {}))[0]?.stuck_count).toBeNull();
    await expect(readFacts(reader({ ...a, stuck_count: '1' }), {})).rejects.toThrow(
      'unable to read facts/day=2026-01-01/x.json; stuck_count is of another type than its column',
    );
  });
});

describe('printing the facts', () => {
  it('shows people a line for each', () => {
    expect(
      asTable([b, a])
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      [
        'closed (UTC)',
        'chat',
        'service',
        'took',
        'handled',
        'dormant',
        'waited',
        'agents',
        'first reply',
        'customer/agent',
        'end',
      ],
      [
        '2026-01-01 02:00',
        'bbbbbbbb',
        'shop',
        '1 h',
        '58 min 30 s',
        '0 s',
        '1 min 30 s',
        '1',
        '-',
        '1/1',
        'idle, no agent',
      ],
      [
        '2026-01-01 01:00',
        'aaaaaaaa',
        'default',
        '1 h',
        '58 min 30 s',
        '0 s',
        '1 min 30 s',
        '1',
        '1 min 35 s',
        '1/1',
        'idle',
      ],
      [''],
      ['2 chats, 1 of them without any agent'],
    ]);
    expect(asTable([])).toBe('No chat that has closed is reported here yet.');
  });

  it('writes CSV with every column, and quotes what has to be', () => {
    const [head, line] = asCsv([{ ...b, end_reason: 'a "b", c' }]).split('\r\n');
    expect(head?.split(',')).toEqual(FACT_COLUMN_NAMES);
    expect(line).toContain(`,"a ""b"", c",`);
    expect(line).toContain(',true,');
    expect(line?.replace('"a ""b"", c"', '').split(',')[FACT_COLUMN_NAMES.indexOf('first_reply_ms')]).toBe('');
  });

  it.each([
    [null, '-'],
    [0, '0 s'],
    [999, '0 s'],
    [61_000, '1 min 1 s'],
    [3_600_000, '1 h'],
    [90_061_000, '1 d 1 h'],
  ])('says %s ms as %s', (ms, text) => expect(durationText(ms)).toBe(text));
});

describe('the command line', () => {
  it('reads what is asked for', () => {
    expect(readReportOptions([])).toEqual({ format: 'table', help: false });
    expect(readReportOptions(['--service', 'shop', '--day', '2026-01-31', '--json'])).toEqual({
      service: 'shop',
      from: '2026-01-31',
      to: '2026-01-31',
      format: 'json',
      help: false,
    });
    expect(readReportOptions(['--from', '2026-01-01', '--csv', '--bucket', 'reports'])).toMatchObject({
      from: '2026-01-01',
      format: 'csv',
      bucket: 'reports',
    });
  });

  it.each([
    [['--day', '2026-02-30'], 'unable to read --day 2026-02-30; it must be a day such as 2026-01-31'],
    [['--from', 'yesterday'], 'unable to read --from yesterday; it must be a day such as 2026-01-31'],
    [['--json', '--csv'], 'unable to print; --json and --csv exclude each other'],
    [['--day', '2026-01-31', '--to', '2026-01-31'], 'unable to choose days; --day excludes --from and --to'],
  ])('refuses %j', (args, message) => expect(() => readReportOptions(args)).toThrow(message));
});

describe('live figures for people', () => {
  const figures = {
    service: 'shop',
    at: DAY * DAY_MS,
    complete: true,
    open: 7,
    waiting: 4,
    handled: 1,
    dormant: 2,
    alerted: 0,
    byStatus: { '1': 4, '-1': 1, '-2': 2 },
    longestWaitMs: 65_000,
    agentsConnected: 3,
  };

  it('[REP-13] are a bar for each status', () => {
    const lines = asBars(figures).split('\n');
    expect(lines[0]).toBe('shop at 2026-01-01T00:00:00.000Z');
    expect(lines[2]).toBe(`   1  new                       4  ${'#'.repeat(40)}`);
    expect(lines[8]).toBe(`  -2  asleep                    2  ${'#'.repeat(20)}`);
    expect(lines.at(-1)).toBe('7 open, 4 of them waiting, the longest for 1 min 5 s; 3 agents connected');
  });

  it('[REP-14] say when they are lower bounds', () => {
    expect(asBars({ ...figures, complete: false })).toContain('at least 7 open');
  });
});
