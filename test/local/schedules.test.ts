import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud, LocalLine } from '../../local/local-cloud.ts';
import { START_MS, operatorConfig, sortKeys, startSmallCloud } from './support/small-cloud.ts';

let cloud: LocalCloud;
let lines: LocalLine[];
let scheduler: SchedulerClient;

beforeAll(async () => {
  ({ cloud, lines } = await startSmallCloud());
  scheduler = new SchedulerClient(operatorConfig(cloud));
});
afterAll(async () => {
  scheduler.destroy();
  await cloud.stop();
});

function create(name: string, at: string, targetArn: string | undefined) {
  return scheduler.send(
    new CreateScheduleCommand({
      Name: name,
      GroupName: cloud.outputs['TimerGroup'],
      ScheduleExpression: `at(${at})`,
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: { Arn: targetArn, RoleArn: cloud.outputs['TimerRoleArn'], Input: `${name} fired` },
    }),
  );
}

describe('a one-time schedule', () => {
  it('reaches the function behind its queue when time has come, and not before', async () => {
    await create('lunch', '2030-01-01T13:00:00', cloud.outputs['JobsArn']);
    await cloud.advance(3_599_000);
    expect(await sortKeys(cloud, 'seen')).toEqual([]);
    await cloud.advance(1_000);
    expect(cloud.clock.now()).toBe(START_MS + 3_600_000);
    expect(await sortKeys(cloud, 'seen')).toEqual(['lunch fired']);
    expect(cloud.services.scheduler.list()).toEqual([]);
  });

  it('does not reach a target that its role may not reach', async () => {
    await create('forbidden', '2030-01-01T14:00:00', cloud.outputs['DeadArn']);
    await cloud.advance(2 * 3_600_000);
    expect(lines.filter(({ kind }) => kind === 'failure').at(-1)?.text).toMatch(
      /^unable to fire schedule forbidden: User: .* is not authorized to perform: sqs:SendMessage on resource: .*Dead/,
    );
  });
});

describe('a generated secret', () => {
  it('has the template’s form', async () => {
    const secrets = new SecretsManagerClient(operatorConfig(cloud));
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: cloud.outputs['KeysArn'] }));
    expect(SecretString).toMatch(/^\{"kid":"k1","k1":"[A-Za-z0-9]{64}"\}$/);
    secrets.destroy();
  });
});
