import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConflictException,
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSchedulerService,
  type FiredTarget,
  type SchedulerService,
} from '../../local/scheduler/scheduler-service.ts';
import { testEnvironment } from './support/environment.ts';
import { serviceEndpoint, type ServiceEndpoint } from './support/service-endpoint.ts';
import { testTime, type TestTime } from './support/virtual-clock.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:wake';
const roleArn = 'arn:aws:iam::000000000000:role/SchedulerRole';
const tick = {
  name: 'SweepTick',
  expression: 'rate(1 minute)',
  target: { arn: 'arn:sweep', roleArn },
  state: 'ENABLED',
} as const;

describe('EventBridge Scheduler', () => {
  let time: TestTime;
  let problems: string[];
  let fired: (FiredTarget & { readonly afterMs: number })[];
  let refusals: number;
  let service: SchedulerService;
  let endpoint: ServiceEndpoint;
  let client: SchedulerClient;

  const open = async (options: { dataDir?: string; latenessMs?: (name: string) => number } = {}) => {
    const setUp = testEnvironment(time, options.dataDir);
    problems = setUp.problems;
    fired = [];
    refusals = 0;
    service = createSchedulerService({
      ...setUp.environment,
      groups: ['wakes'],
      fire: async (target) => {
        fired.push({ ...target, afterMs: time.clock.now() - START_MS });
        if (refusals > 0) {
          refusals -= 1;
          throw new Error('the queue is away');
        }
      },
      ...(options.latenessMs === undefined ? {} : { latenessMs: options.latenessMs }),
    });
    endpoint = await serviceEndpoint(service);
    client = new SchedulerClient(endpoint.client);
  };
  const close = async () => {
    client.destroy();
    await endpoint.stop();
  };
  const create = (name: string, expression: string, more: Partial<CreateScheduleCommandInput> = {}) =>
    client.send(
      new CreateScheduleCommand({
        Name: name,
        GroupName: 'wakes',
        ScheduleExpression: expression,
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: queueArn, RoleArn: roleArn, Input: '{"chatId":"c1","n":7}' },
        ActionAfterCompletion: 'DELETE',
        ...more,
      }),
    );

  beforeEach(async () => {
    time = testTime(START_MS);
    await open();
  });
  afterEach(close);

  it('fires a one-time schedule once, at its time, and deletes it after completion', async () => {
    const created = await create('c1.7', 'at(2026-02-09T09:00:00)');
    await time.pass(35 * DAY_MS - 1);
    const before = [...fired];
    await time.pass(1);
    await time.pass(DAY_MS);

    expect(created.ScheduleArn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule/wakes/c1.7');
    expect(before).toEqual([]);
    expect(fired).toEqual([{ arn: queueArn, roleArn, input: '{"chatId":"c1","n":7}', afterMs: 35 * DAY_MS }]);
    expect(service.list()).toEqual([]);
    expect(service.stats()).toEqual({ created: 1, deleted: 0, fired: 1, failed: 0, open: 0 });
  });

  it('keeps a completed schedule that asks for no deletion', async () => {
    await create('kept', 'at(2026-01-05T09:01:00)', { ActionAfterCompletion: 'NONE' });
    await time.pass(2 * MINUTE_MS);

    expect(fired).toHaveLength(1);
    expect(service.list()).toMatchObject([{ group: 'wakes', name: 'kept' }]);
    expect(service.list()[0]).not.toHaveProperty('nextAtMs');
  });

  it.each(['at(2026-01-05T08:59:59)', 'at(2026-01-05T09:00:00)'])('refuses the past: %s at 9:00:00.500', async (at) => {
    await time.pass(500);

    await expect(create('late', at)).rejects.toBeInstanceOf(ValidationException);
  });

  it.each([
    ['a cron expression', { ScheduleExpression: 'cron(0 9 * * ? *)' }, 'no cron schedules'],
    ['an unknown expression', { ScheduleExpression: 'at(tomorrow)' }, 'Invalid Schedule Expression at(tomorrow).'],
    ['a name with a colon', { Name: 'a:b' }, 'regular expression pattern'],
    ['a name of 65 characters', { Name: 'x'.repeat(65) }, 'regular expression pattern'],
    ['no flexible time window', { FlexibleTimeWindow: undefined }, 'FlexibleTimeWindow'],
    ['no role', { Target: { Arn: queueArn, RoleArn: undefined } }, 'RoleArn'],
    ['an unknown time zone', { ScheduleExpressionTimezone: 'Mars/Olympus' }, 'Invalid ScheduleExpressionTimezone'],
  ])('refuses %s', async (_what, wrong, message) => {
    const refused = create('c1.7', 'at(2026-02-09T09:00:00)', wrong);

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
    });
    expect(service.list()).toEqual([]);
  });

  it('reads at() on the clocks of its time zone, on both sides of a change of clocks', async () => {
    await create('winter', 'at(2026-03-28T09:00:00)', { ScheduleExpressionTimezone: 'Europe/Berlin' });
    await create('summer', 'at(2026-03-30T09:00:00)', { ScheduleExpressionTimezone: 'Europe/Berlin' });

    expect(service.list().map((one) => one.nextAtMs)).toEqual([
      Date.UTC(2026, 2, 28, 8, 0, 0),
      Date.UTC(2026, 2, 30, 7, 0, 0),
    ]);
  });

  it('takes a name once, but takes a repetition of the same call', async () => {
    await create('c1.7', 'at(2026-02-09T09:00:00)', { ClientToken: 'one' });
    const again = await create('c1.7', 'at(2026-02-09T09:00:00)', { ClientToken: 'one' });
    const other = await create('c1.7', 'at(2026-02-09T09:00:00)', { ClientToken: 'two' }).catch(
      (error: unknown) => error,
    );

    expect(again.ScheduleArn).toMatch(/wakes\/c1\.7$/);
    expect(other).toBeInstanceOf(ConflictException);
    expect(other).toMatchObject({ message: 'Schedule c1.7 already exists.', $metadata: { httpStatusCode: 409 } });
    expect(service.stats()).toMatchObject({ created: 1 });
  });

  it('says ResourceNotFoundException of unknown schedules and groups', async () => {
    const unknown = { GroupName: 'wakes', Name: 'none' };

    await expect(client.send(new GetScheduleCommand(unknown))).rejects.toBeInstanceOf(ResourceNotFoundException);
    await expect(client.send(new DeleteScheduleCommand(unknown))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Schedule none does not exist.',
    });
    await expect(create('x', 'at(2026-02-09T09:00:00)', { GroupName: 'none' })).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
  });

  it('shows, moves, lists and deletes a schedule', async () => {
    await create('a.1', 'at(2026-02-09T09:00:00)');
    await create('b.1', 'at(2026-02-09T09:00:00)');
    const { Target, FlexibleTimeWindow, ...shown } = await client.send(
      new GetScheduleCommand({ GroupName: 'wakes', Name: 'a.1' }),
    );
    await client.send(
      new UpdateScheduleCommand({
        GroupName: 'wakes',
        Name: 'a.1',
        ScheduleExpression: 'at(2026-01-05T10:00:00)',
        FlexibleTimeWindow,
        Target,
      }),
    );
    const first = await client.send(new ListSchedulesCommand({ GroupName: 'wakes', MaxResults: 1 }));
    const second = await client.send(new ListSchedulesCommand({ GroupName: 'wakes', NextToken: first.NextToken }));
    const named = await client.send(new ListSchedulesCommand({ NamePrefix: 'b.' }));
    await client.send(new DeleteScheduleCommand({ GroupName: 'wakes', Name: 'b.1' }));
    await time.pass(60 * DAY_MS);

    expect(shown).toMatchObject({
      State: 'ENABLED',
      CreationDate: new Date(START_MS),
      ActionAfterCompletion: 'DELETE',
    });
    expect(first.Schedules?.map((one) => one.Name)).toEqual(['a.1']);
    expect(second.Schedules?.map((one) => one.Name)).toEqual(['b.1']);
    expect(named.Schedules?.map((one) => one.Name)).toEqual(['b.1']);
    expect(fired.map((one) => one.afterMs)).toEqual([60 * MINUTE_MS]);
  });

  it('makes, lists and deletes groups, with what is in them', async () => {
    await client.send(new CreateScheduleGroupCommand({ Name: 'more' }));
    await create('x', 'at(2026-02-09T09:00:00)', { GroupName: 'more' });
    const group = await client.send(new GetScheduleGroupCommand({ Name: 'more' }));
    const all = await client.send(new ListScheduleGroupsCommand({}));
    await client.send(new DeleteScheduleGroupCommand({ Name: 'more' }));

    expect(group.Arn).toBe('arn:aws:scheduler:us-east-1:000000000000:schedule-group/more');
    expect(all.ScheduleGroups?.map((one) => one.Name)).toEqual(['default', 'wakes', 'more']);
    expect(service.list()).toEqual([]);
  });

  it('fires a declared rate once a period, first after one period', async () => {
    service.declare(tick);
    await time.pass(3.5 * MINUTE_MS);

    expect(fired.map((one) => one.afterMs)).toEqual([MINUTE_MS, 2 * MINUTE_MS, 3 * MINUTE_MS]);
    expect(JSON.parse(fired[0]?.input ?? '')).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      time: '2026-01-05T09:01:00Z',
      resources: ['arn:aws:scheduler:us-east-1:000000000000:schedule/default/SweepTick'],
    });
  });

  it('never fires a disabled schedule or one that was deleted by hand', async () => {
    service.declare({ ...tick, state: 'DISABLED' });
    await create('c1.7', 'at(2026-01-05T09:10:00)');
    const deleted = [service.deleteByHand('c1.7', 'wakes'), service.deleteByHand('c1.7', 'wakes')];
    await time.pass(DAY_MS);

    expect(deleted).toEqual([true, false]);
    expect(fired).toEqual([]);
  });

  it('fills in what AWS knows about the firing', async () => {
    const Input = '{"at":"<aws.scheduler.scheduled-time>","try":"<aws.scheduler.attempt-number>"}';
    await create('x', 'at(2026-01-05T09:10:00)', { Target: { Arn: queueArn, RoleArn: roleArn, Input } });
    await time.pass(DAY_MS);

    expect(fired[0]?.input).toBe('{"at":"2026-01-05T09:10:00Z","try":"1"}');
  });

  it('tries a firing again that its target refused, and counts it once', async () => {
    await create('c1.7', 'at(2026-01-05T09:10:00)');
    refusals = 2;
    await time.pass(DAY_MS);

    expect(fired.map((one) => one.afterMs)).toEqual([600_000, 601_000, 603_000]);
    expect(problems).toEqual(['unable to fire schedule c1.7', 'unable to fire schedule c1.7']);
    expect(service.stats()).toMatchObject({ fired: 1, failed: 0, open: 0 });
  });

  it('buries a firing in the dead-letter queue when the retries are used up', async () => {
    const DeadLetterConfig = { Arn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
    const Target = {
      Arn: queueArn,
      RoleArn: roleArn,
      Input: 'x',
      RetryPolicy: { MaximumRetryAttempts: 1 },
      DeadLetterConfig,
    };
    await create('c1.7', 'at(2026-01-05T09:10:00)', { Target });
    refusals = 2;
    await time.pass(DAY_MS);

    expect(fired.map((one) => one.arn)).toEqual([queueArn, queueArn, DeadLetterConfig.Arn]);
    expect(service.stats()).toMatchObject({ fired: 0, failed: 1, open: 0 });
  });

  it('fires as late as it is told to', async () => {
    await close();
    await open({ latenessMs: (name) => (name === 'c1.7' ? 59_000 : 0) });
    await create('c1.7', 'at(2026-01-05T09:10:00)');
    await time.pass(DAY_MS);

    expect(fired.map((one) => one.afterMs)).toEqual([659_000]);
  });

  it('asks for the schedule and for the role that it hands on', async () => {
    await create('c1.7', 'at(2026-02-09T09:00:00)');
    await client.send(new DeleteScheduleCommand({ GroupName: 'wakes', Name: 'c1.7' }));

    const resource = 'arn:aws:scheduler:us-east-1:000000000000:schedule/wakes/c1.7';
    expect(endpoint.grants).toEqual([
      { action: 'scheduler:CreateSchedule', resource },
      { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      { action: 'scheduler:DeleteSchedule', resource },
    ]);
  });

  it('answers a refusal by policy with AccessDeniedException', async () => {
    endpoint.deny('no');

    await expect(create('x', 'at(2026-02-09T09:00:00)')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('fires what it missed while it was down, once, and goes on', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dormouse-'));
    await close();
    await open({ dataDir });
    service.declare(tick);
    await create('missed', 'at(2026-01-05T09:10:00)');
    await create('future', 'at(2026-01-05T11:00:00)');
    await close();
    await time.pass(60 * MINUTE_MS + 30_000);

    await open({ dataDir });
    service.declare(tick);
    await time.pass(0);
    const missed = fired.map((one) => one.arn);
    fired.length = 0;
    await time.pass(MINUTE_MS);
    const tickAfterMs = fired.map((one) => one.afterMs);
    await time.pass(DAY_MS);

    expect(missed.toSorted()).toEqual(['arn:sweep', queueArn].toSorted());
    expect(tickAfterMs).toEqual([61 * MINUTE_MS]);
    expect(fired.filter((one) => one.arn === queueArn).map((one) => one.afterMs)).toEqual([120 * MINUTE_MS]);
    rmSync(dataDir, { recursive: true });
  });
});
