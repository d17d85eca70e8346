import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { LOG_CODES } from '../../shared/log/log-codes.ts';
import type { Generator } from './blocks.ts';

const TEMPLATE = 'test/infra/__snapshots__/template.json';

const Template = v.object({ Resources: v.record(v.string(), v.looseObject({ Type: v.string() })) });

const Alarm = v.object({
  Type: v.literal('AWS::CloudWatch::Alarm'),
  Properties: v.object({ AlarmName: v.string(), AlarmDescription: v.string() }),
});

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The alarms of the template, by name without the stack's, and what each says has happened. */
const alarms: Generator = {
  name: 'alarms',
  generate: async () => {
    const { Resources } = v.parse(Template, JSON.parse(await readFile(TEMPLATE, 'utf8')));
    const rows = Object.values(Resources)
      .filter((resource) => v.is(Alarm, resource))
      .map((resource) => v.parse(Alarm, resource).Properties)
      .map(({ AlarmName, AlarmDescription }) => [AlarmName.replace(/^[A-Za-z]+-/, ''), AlarmDescription] as const)
      .toSorted(([a], [b]) => a.localeCompare(b));
    return [
      '| alarm | what has happened |',
      '| --- | --- |',
      ...rows.map(([name, what]) => `| \`${name}\` | ${cell(what)} |`),
    ].join('\n');
  },
};

/** Every line that functions log, and what it means. */
const logCodes: Generator = {
  name: 'log-codes',
  generate: () =>
    [
      '| code | what it means |',
      '| --- | --- |',
      ...Object.entries(LOG_CODES).map(([code, what]) => `| \`${code}\` | ${cell(what)} |`),
    ].join('\n'),
};

/** What operators look up: alarms and lines of the log. */
export const operations: readonly Generator[] = [alarms, logCodes];
