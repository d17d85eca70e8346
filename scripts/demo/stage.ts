import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { startLocalCloud } from '../../local/start-local-cloud.ts';
import type { LocalCloud } from '../../local/local-cloud.ts';
import { synthesize } from '../../local/synthesize.ts';
import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
import { dynamoDbClient } from '../../shared/adapters/dynamodb/client.ts';
import { optionsKey } from '../../shared/adapters/dynamodb/keys.ts';
import { dynamoListRows } from '../../shared/adapters/dynamodb/list-rows.ts';
import type { ChatLog, ListRows } from '../../shared/app/ports.ts';

/** The local cloud on a virtual clock, with an operator's look into its tables. */
export interface Stage {
  readonly cloud: LocalCloud;
  readonly log: ChatLog;
  readonly rows: ListRows;
  output(name: string): string;
  /** Sets options of the service `default`, in seconds, by Chat Server's names. */
  setOptions(options: Readonly<Record<string, number>>): Promise<void>;
  end(): Promise<void>;
}

/** Bundles, synthesizes and starts the stack. `startMs` is when the virtual clock begins. */
export const openStage = async (startMs: number): Promise<Stage> => {
  const assemblyDirectory = await mkdtemp(join(tmpdir(), 'dormouse-demo-'));
  await synthesize(resolve(import.meta.dirname, '../..'), assemblyDirectory);
  const cloud = await startLocalCloud({ assemblyDirectory, port: 0, clock: 'virtual', startMs });
  const { local } = cloud.outputs;
  const operator = {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: local.operatorAccessKeyId, secretAccessKey: local.operatorSecretAccessKey },
  };
  const client = dynamoDbClient(operator);
  await slowTheTick(new SchedulerClient(operator));
  const output = (name: string): string => {
    const value = cloud.outputs[name];
    if (value === undefined) throw new Error(`unable to find the output ${name}; the stack does not have it`);
    return value;
  };
  return {
    cloud,
    log: dynamoChatLog(client, output('ChatsTableName')),
    rows: dynamoListRows(client, output('DeskTableName')),
    output,
    setOptions: async (options) => {
      const values = Object.entries(options).map(([name, seconds]) => [name, { N: String(seconds) }] as const);
      const Item = { ...optionsKey('default'), ...Object.fromEntries(values) };
      await client.send(new PutItemCommand({ TableName: output('DeskTableName'), Item }));
    },
    end: async () => {
      client.destroy();
      await cloud.stop();
      await rm(assemblyDirectory, { recursive: true, force: true });
    },
  };
};

/** Three weeks have thirty thousand minutes: here the sweep looks four times a day, so that the story takes seconds. */
const slowTheTick = async (scheduler: SchedulerClient): Promise<void> => {
  const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({}));
  for (const { Name, GroupName } of Schedules) {
    const { Target, FlexibleTimeWindow } = await scheduler.send(new GetScheduleCommand({ Name, GroupName }));
    const ScheduleExpression = 'rate(6 hours)';
    await scheduler.send(
      new UpdateScheduleCommand({ Name, GroupName, Target, FlexibleTimeWindow, ScheduleExpression }),
    );
  }
  scheduler.destroy();
};
