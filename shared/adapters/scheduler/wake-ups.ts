import { CreateScheduleCommand, SchedulerClient, type SchedulerClientConfig } from '@aws-sdk/client-scheduler';
import { Fault, type WakeUps } from '../../app/ports.ts';
import { FAR_MS } from '../../domain/armings.ts';
import type { Arming, ChatId, EpochMs } from '../../domain/events.ts';

const MINUTE_MS = 60_000;

/** What a retry cannot cure. */
const PERMANENT: ReadonlySet<string> = new Set(['AccessDeniedException', 'ResourceNotFoundException']);

/** Where schedules are made and what they do. */
export interface ScheduleConfig {
  /** Name of the schedule group. */
  readonly group: string;
  /** ARN of the queue that every wake-up goes to. */
  readonly queueArn: string;
  /** ARN of the role with which Scheduler writes into that queue. */
  readonly roleArn: string;
  /** Takes the wake-ups that are too near for Scheduler, which counts in minutes. */
  readonly near: WakeUps;
}

/** A client whose calls end in time to be tried again. Credentials and region come from the environment. */
export const schedulerClient = (overrides: SchedulerClientConfig = {}): SchedulerClient =>
  new SchedulerClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
    ...overrides,
  });

/** `at(…)` takes UTC seconds without fraction or zone; Scheduler fires within the minute, so the whole one is named. */
const atExpression = (at: EpochMs): string =>
  `at(${new Date(Math.ceil(at / MINUTE_MS) * MINUTE_MS).toISOString().slice(0, 19)})`;

const scheduleFor = (config: ScheduleConfig, chatId: ChatId, { number, at }: Arming): CreateScheduleCommand =>
  new CreateScheduleCommand({
    GroupName: config.group,
    Name: `${chatId}.${number}`,
    ScheduleExpression: atExpression(at),
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: { Arn: config.queueArn, RoleArn: config.roleArn, Input: JSON.stringify({ chatId, n: number }) },
  });

/** One-time schedules for what is far, messages for what is near (WAKE-1). A name is used once: one that exists is done. */
export const schedulerWakeUps = (client: SchedulerClient, config: ScheduleConfig): WakeUps => ({
  arm: async (chatId, arming, now) => {
    if (arming.at - now < FAR_MS) return config.near.arm(chatId, arming, now);
    try {
      await client.send(scheduleFor(config, chatId, arming));
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      if (name === 'ConflictException') return;
      // A quarrel about the schedule itself would only repeat: the queue's longest delay wakes the chat, which arms anew.
      if (name === 'ValidationException') return config.near.arm(chatId, arming, now);
      throw new Fault(`unable to schedule a wake-up of chat ${chatId}; ${name}`, {
        cause: error,
        retryable: !PERMANENT.has(name),
      });
    }
  },
});
