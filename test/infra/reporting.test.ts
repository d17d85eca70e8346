import { beforeAll, describe, expect, it } from 'vitest';
import { FACTS_TABLE, REPORT_QUERIES } from '../../infra/report-queries.ts';
import { columnOf, FACT_COLUMN_NAMES } from '../../shared/domain/reporting/columns.ts';
import { list, object, short, type Synthesized, synthesize, text } from './synthesized.ts';

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesize();
});

describe('the way of a report', () => {
  it('[REP-11] begins with the announcement of a close, and keeps what cannot be handed on', () => {
    const { properties } = stack.named('ReportsChatClosed');
    expect(short(properties['EventBusName'])).toBe('PipelineChatBus');
    expect(properties['EventPattern']).toEqual({ source: ['dormouse'], 'detail-type': ['chat-closed.v1'] });
    const [target] = list(properties['Targets']).map(object);
    expect(short(target?.['Arn'])).toBe('ReportsQueue.Arn');
    expect(short(object(target?.['DeadLetterConfig'])['Arn'])).toBe('ReportsDeadLetters.Arn');
  });

  it('[REP-11] lets the rule alone, of all that EventBridge does, send to the queue', () => {
    const [, allowed] = list(object(stack.named('ReportsQueuePolicy').properties['PolicyDocument'])['Statement']).map(
      object,
    );
    expect(allowed).toMatchObject({ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } });
    const condition = object(object(allowed?.['Condition'])['ArnEquals']);
    expect(short(condition['aws:SourceArn'])).toBe('ReportsChatClosed.Arn');
  });

  it('collects chats for five minutes, which a message is hidden in addition', () => {
    expect(stack.named('ReportsMapping').properties).toMatchObject({
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 300,
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    expect(stack.named('ReportsQueue').properties['VisibilityTimeout']).toBe(6 * 60 + 300);
  });
});

describe('the bucket', () => {
  it('is private and encrypted, and lets go of reports and of answers in their time', () => {
    const { properties } = stack.named('ReportsBucket');
    expect(properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [
          { Id: 'facts', Prefix: 'facts/', ExpirationInDays: 730, Status: 'Enabled' },
          { Id: 'answers', Prefix: 'answers/', ExpirationInDays: 7, Status: 'Enabled' },
        ],
      },
    });
  });
});

describe('the table', () => {
  it('[REP-1] has the columns of the schema, and days that nobody has to look for', () => {
    const { properties } = stack.named('ReportsFacts');
    const input = object(properties['TableInput']);
    const storage = object(input['StorageDescriptor']);
    const columns = list(storage['Columns']).map(object);
    expect(columns.map(({ Name, Type }) => [Name, Type])).toEqual(
      FACT_COLUMN_NAMES.map((name) => [name, columnOf(name).type]),
    );
    expect(short(storage['Location'])).toBe('s3://ReportsBucket/facts/');
    expect(object(storage['SerdeInfo'])['SerializationLibrary']).toBe('org.openx.data.jsonserde.JsonSerDe');
    const parameters = object(input['Parameters']);
    expect(short(parameters['storage.location.template'])).toBe('s3://ReportsBucket/facts/day=${day}/');
    expect(parameters).toMatchObject({
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy-MM-dd',
      'projection.day.range': 'NOW-730DAYS,NOW',
    });
    expect(text(properties['DatabaseName'])).toBe('dormouse_reports');
  });
});

/** What the queries may use besides columns: words of SQL and functions of Athena. */
const SQL_WORDS = new Set(
  `with as select distinct from where between and group by order desc case when then else end sum count avg max round
   nullif approx_percentile hour from_unixtime facts ${FACTS_TABLE} day`.split(/\s+/),
);

describe('the questions', () => {
  it.each(REPORT_QUERIES)('$name: asks for nothing but columns of the table, and names of its own', ({ sql }) => {
    const plain = sql.replaceAll(/'[^']*'/g, '');
    const own = new Set([...plain.matchAll(/\bAS (\w+)/g)].map(([, name]) => name));
    const words = plain.match(/[a-z_]\w*/gi) ?? [];
    const columns: readonly string[] = FACT_COLUMN_NAMES;
    const unknown = words.filter(
      (word) => !columns.includes(word) && !own.has(word) && !SQL_WORDS.has(word.toLowerCase()),
    );
    expect(unknown).toEqual([]);
    expect(own.size).toBeGreaterThan(0);
  });

  it.each(REPORT_QUERIES)('$name: counts a row once that lies in two files, and names its days', ({ sql }) => {
    expect(sql).toContain(`SELECT DISTINCT * FROM ${FACTS_TABLE}\n  WHERE day BETWEEN '2026-01-01' AND '2026-01-31'`);
    expect((sql.match(/\(/g) ?? []).length).toBe((sql.match(/\)/g) ?? []).length);
  });

  it.each(REPORT_QUERIES)('$name: groups by all that it does not add up', ({ sql }) => {
    const body = sql.slice(sql.lastIndexOf('SELECT') + 6);
    const [chosen = '', grouped = ''] = body.split(/\bFROM facts GROUP BY\b/);
    const plain = splitColumns(chosen).filter((part) => !/\b(sum|count|avg|max|approx_percentile)\(/.test(part));
    const bare = plain.map((part) => part.replace(/ AS \w+$/, ''));
    expect(bare).toEqual(splitColumns(grouped.split(' ORDER BY ')[0] ?? ''));
  });

  it('are saved in a workgroup that says where answers go and what a query may read', () => {
    expect(stack.ofType('AWS::Athena::NamedQuery').map(({ properties }) => properties['Name'])).toEqual(
      REPORT_QUERIES.map(({ name }) => name),
    );
    const configuration = object(stack.named('ReportsWorkGroup').properties['WorkGroupConfiguration']);
    expect(configuration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10_737_418_240,
    });
    expect(short(object(configuration['ResultConfiguration'])['OutputLocation'])).toBe('s3://ReportsBucket/answers/');
  });
});

/** The parts of a list, where commas within brackets part nothing. */
const splitColumns = (text: string): string[] => {
  const parts = [''];
  let depth = 0;
  for (const letter of text.trim()) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
};
