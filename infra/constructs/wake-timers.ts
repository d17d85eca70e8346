import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import { addNamedAlarm, ALARM_PERIOD } from './named-alarm.ts';
import type { ChatFunction } from './chat-function.ts';
import { addWorkQueue, consumeQueue } from './work-queue.ts';

/** Who handles wake-ups, and who looks for lost ones. */
export interface WakeTimersProps {
  readonly wake: ChatFunction;
  readonly sweep: ChatFunction;
}

/**
 * The two roads by which time reaches a chat. Wake-ups all arrive through one queue, from one-time schedules when they
 * are far and as delayed messages when they are near. The sweep looks for chats whose wake-up got lost; it is fired by
 * a schedule of its own group and role, so that what loses a wake-up need not stop the sweep.
 */
export class WakeTimers extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly group: CfnScheduleGroup;
  private readonly schedulerRole: Role;

  constructor(scope: Construct, id: string, { wake, sweep }: WakeTimersProps) {
    super(scope, id);
    const { queue, deadLetters } = addWorkQueue(this, {
      queueId: 'WakeQueue',
      deadLettersId: 'WakeDeadLetters',
      alarmName: 'wake-dead-letters',
      // At one try in six minutes this is ten hours: a wake-up outlives any outage short of a long night.
      maxReceiveCount: 100,
      consumer: wake,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.group = new CfnScheduleGroup(this, 'WakeGroup');
    this.schedulerRole = roleForGroup(this, 'SchedulerRole', this.group);
    this.schedulerRole.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }),
    );
    this.deliverTo(wake);
    this.tick(sweep);
  }

  /** Lets the function make wake-ups, near and far, but none for another target than the queue. */
  bindArming(fn: ChatFunction): void {
    const groupName = this.group.ref;
    fn.tell(envNames.wakeQueueUrl, this.queue.queueUrl);
    fn.tell(envNames.wakeQueueArn, this.queue.queueArn);
    fn.tell(envNames.scheduleGroup, groupName);
    fn.tell(envNames.schedulerRoleArn, this.schedulerRole.roleArn);
    fn.allow({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] });
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${groupName}/*`,
    });
    fn.allow({ actions: ['scheduler:CreateSchedule'], resources: [schedules] });
    fn.allow({
      actions: ['iam:PassRole'],
      resources: [this.schedulerRole.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    });
  }

  /** Lets the function send somebody to go on with a walk; orders go through the queue of wake-ups. */
  bindOrdering(fn: ChatFunction): void {
    fn.tell(envNames.wakeQueueUrl, this.queue.queueUrl);
    fn.allow({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] });
  }

  private deliverTo(wake: ChatFunction): void {
    consumeQueue(wake, this.queue);
    // A walk that runs out of time goes on with the same message.
    wake.tell(envNames.wakeQueueUrl, this.queue.queueUrl);
    wake.allow({ actions: ['sqs:ChangeMessageVisibility'], resources: [this.queue.queueArn] });
    new EventSourceMapping(this, 'WakeMapping', {
      target: wake.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      // A crowd of wake-ups must leave room for people, and a throttled poll would use up receives.
      maxConcurrency: 100,
      reportBatchItemFailures: true,
    });
    addNamedAlarm(this, {
      name: 'wake-late',
      description: 'Wake-ups wait in their queue for more than 15 minutes: the wake function fails or is too slow.',
      metric: this.queue.metricApproximateAgeOfOldestMessage({ period: ALARM_PERIOD }),
      threshold: Duration.minutes(15).toSeconds(),
    });
  }

  private tick(sweep: ChatFunction): void {
    const group = new CfnScheduleGroup(this, 'TickGroup');
    const role = roleForGroup(this, 'TickRole', group);
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [sweep.lambda.functionArn] }),
    );
    const schedule = new CfnSchedule(this, 'SweepTick', {
      description: 'Looks for chats whose wake-up got lost',
      groupName: group.ref,
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: sweep.lambda.functionArn,
        roleArn: role.roleArn,
        // The next tick is a better repetition than a late one.
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
      },
    });
    schedule.node.addDependency(role);
    sweep.lambda.configureAsyncInvoke({ maxEventAge: Duration.minutes(1), retryAttempts: 0 });
    this.countStuckChats(sweep);
    addNamedAlarm(this, {
      name: 'sweep-not-running',
      description: 'The sweep has not run for five minutes, so nobody looks for lost wake-ups.',
      metric: sweep.lambda.metricInvocations({ period: ALARM_PERIOD }),
      threshold: 1,
      whenBelow: true,
    });
  }

  /** A chat found overdue by more than the slip means that a wake-up was lost: the line that says so is a metric, and an alarm. */
  private countStuckChats(sweep: ChatFunction): void {
    const filter = new MetricFilter(this, 'StuckChats', {
      logGroup: sweep.lambda.logGroup,
      filterPattern: FilterPattern.stringValue('$.message.code', '=', 'STUCK_CHAT_FOUND'),
      metricNamespace: Stack.of(this).stackName,
      metricName: 'StuckChats',
      metricValue: '1',
    });
    addNamedAlarm(this, {
      name: 'chats-stuck',
      description:
        'The stuck-check found chats whose wake-up was lost, and did what was overdue; look why it was lost.',
      metric: filter.metric({ period: ALARM_PERIOD, statistic: 'Sum' }),
      threshold: 0,
    });
  }
}

/** A role that Scheduler may use for schedules of this group and for no others. */
const roleForGroup = (scope: Construct, id: string, group: CfnScheduleGroup): Role =>
  new Role(scope, id, {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceArn': group.attrArn, 'aws:SourceAccount': Stack.of(scope).account },
      },
    }),
  });
