import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { LOG_CODES } from '../../shared/log/log-codes.ts';
import type { Generator } from './blocks.ts';

const Ref = v.object({ Ref: v.string() });

const Alarm = v.object({
  Type: v.literal('AWS::CloudWatch::Alarm'),
  Properties: v.object({ AlarmName: v.string(), AlarmDescription: v.string() }),
});

/** A queue whose messages are given up after so many tries. */
const WorkQueue = v.object({
  Type: v.literal('AWS::SQS::Queue'),
  Properties: v.object({
    MessageRetentionPeriod: v.number(),
    RedrivePolicy: v.object({
      deadLetterTargetArn: v.object({ 'Fn::GetAtt': v.tuple([v.string(), v.literal('Arn')]) }),
      maxReceiveCount: v.number(),
    }),
  }),
});

const Template = v.object({
  Resources: v.record(v.string(), v.unknown()),
  Outputs: v.record(v.string(), v.object({ Value: v.unknown() })),
});

type Template = v.InferOutput<typeof Template>;

const template = async (): Promise<Template> =>
  v.parse(Template, JSON.parse(await readFile('test/infra/__snapshots__/template.json', 'utf8')));

const tableOf = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** The alarms of the template, by name without the stack's, and what each says has happened. */
const alarms: Generator = {
  name: 'alarms',
  generate: async () => {
    const rows = Object.values((await template()).Resources)
      .filter((resource) => v.is(Alarm, resource))
      .map(({ Properties: { AlarmName, AlarmDescription } }) => [
        `\`${AlarmName.replace(/^[A-Za-z]+-/, '')}\``,
        AlarmDescription,
      ]);
    return tableOf(
      ['alarm', 'what has happened'],
      rows.toSorted(([a = ''], [b = '']) => a.localeCompare(b)),
    );
  },
};

/** What is missing while dead letters lie in a queue, by the output that names it. */
const MISSING: Readonly<Record<string, string>> = {
  EffectsDeadLettersUrl: 'a list, an announcement or a wake-up of some chats',
  WakeDeadLettersUrl: 'nothing for long: the stuck-check does what was due',
  PushDeadLettersUrl: 'some customers were not told ([PUSH.md](PUSH.md))',
  ReportDeadLettersUrl: 'chats that have ended, in the reports ([REPORTING.md](REPORTING.md))',
};

const outputOf = ({ Outputs }: Template, logicalId: string): string => {
  const found = Object.entries(Outputs).find(([, { Value }]) => v.is(Ref, Value) && Value.Ref === logicalId)?.[0];
  if (found === undefined) throw new Error(`no output names the queue ${logicalId}`);
  return found;
};

/** From which queue to which what was given up is moved back. */
const deadLetters: Generator = {
  name: 'dead-letters',
  generate: async () => {
    const whole = await template();
    const rows = Object.entries(whole.Resources).flatMap(([logicalId, resource]) => {
      if (!v.is(WorkQueue, resource)) return [];
      const { MessageRetentionPeriod, RedrivePolicy } = resource.Properties;
      const from = outputOf(whole, RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]);
      const missing = MISSING[from];
      if (missing === undefined) throw new Error(`operations.ts does not say what is missing with ${from}`);
      const days = `${MessageRetentionPeriod / 86_400} days`;
      return [[`\`${from}\``, `\`${outputOf(whole, logicalId)}\``, `${RedrivePolicy.maxReceiveCount}`, days, missing]];
    });
    return tableOf(['dead letters', 'queue', 'tries', 'kept for', 'until then is missing'], rows);
  },
};

/** Every line that functions log, and what it means. */
const logCodes: Generator = {
  name: 'log-codes',
  generate: () =>
    tableOf(
      ['code', 'what it means'],
      Object.entries(LOG_CODES).map(([code, what]) => [`\`${code}\``, what]),
    ),
};

/** What operators look up: alarms, queues, and lines of the log. */
export const operations: readonly Generator[] = [alarms, deadLetters, logCodes];
