import * as v from 'valibot';

const NAME = /^[0-9a-zA-Z\-_.]{1,64}$/;

/** A name of a schedule or a group (API reference, CreateSchedule). */
export const scheduleName = v.pipe(
  v.string(),
  v.regex(NAME, 'Member must satisfy regular expression pattern: [0-9a-zA-Z-_.]{1,64}'),
);

const retryPolicy = v.object({
  MaximumEventAgeInSeconds: v.optional(v.pipe(v.number(), v.minValue(60), v.maxValue(86_400)), 86_400),
  MaximumRetryAttempts: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(185)), 185),
});

const target = v.looseObject({
  Arn: v.string(),
  RoleArn: v.string(),
  Input: v.optional(v.string()),
  RetryPolicy: v.optional(retryPolicy),
  DeadLetterConfig: v.optional(v.object({ Arn: v.optional(v.string()) })),
});

/** What CreateSchedule and UpdateSchedule bring; a start or end date is refused, for nothing here would heed it. */
export const scheduleInput = v.object({
  Name: scheduleName,
  GroupName: v.optional(scheduleName, 'default'),
  ScheduleExpression: v.string(),
  ScheduleExpressionTimezone: v.optional(v.string()),
  State: v.optional(v.picklist(['ENABLED', 'DISABLED']), 'ENABLED'),
  FlexibleTimeWindow: v.object({
    Mode: v.picklist(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: v.optional(v.number()),
  }),
  ActionAfterCompletion: v.optional(v.picklist(['NONE', 'DELETE']), 'NONE'),
  Target: target,
  Description: v.optional(v.string()),
  ClientToken: v.optional(v.string()),
  StartDate: v.optional(v.never('The local cloud has no StartDate')),
  EndDate: v.optional(v.never('The local cloud has no EndDate')),
});
export type ScheduleInput = v.InferOutput<typeof scheduleInput>;

/** A schedule as the local cloud keeps it. */
export const schedule = v.object({
  input: scheduleInput,
  createdAtMs: v.number(),
  modifiedAtMs: v.number(),
  /** Time of the next firing, or undefined when there is none any more. */
  nextAtMs: v.optional(v.number()),
});
export type Schedule = v.InferOutput<typeof schedule>;
