import { beforeAll, describe, expect, it } from 'vitest';
import { object, short, type Synthesized, synthesize } from './synthesized.ts';

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesize();
});

describe('outputs', () => {
  it('tell everything that a client, a test or an operator needs, each with a description', () => {
    const outputs = Object.entries(object(stack.template['Outputs'])).map(
      ([name, output]) => [name, object(output)] as const,
    );
    expect(Object.fromEntries(outputs.map(([name, output]) => [name, short(output['Value'])]))).toEqual({
      FilesBucketName: 'FilesBucket',
      FrontDoorUrl: 'https://FrontDoorDistribution.DomainName',
      WidgetUrl: 'https://FrontDoorDistribution.DomainName/index.html#customer',
      DeskUrl: 'https://FrontDoorDistribution.DomainName/index.html#desk',
      HttpUrl: 'https://HttpApi.execute-api..',
      SocketUrl: 'wss://SocketApi.execute-api../v1',
      DeskUserPoolId: 'DeskIdentityPool',
      DeskClientId: 'DeskIdentityPoolPage',
      ChatsTableName: 'TablesChatsTable',
      DeskTableName: 'TablesDeskTable',
      WakeQueueUrl: 'TimersWakeQueue',
      WakeDeadLettersUrl: 'TimersWakeDeadLetters',
      EffectsRetryQueueUrl: 'PipelineEffectsRetryQueue',
      EffectsDeadLettersUrl: 'PipelineEffectsDeadLetters',
      PushQueueUrl: 'DeliveryPushQueue',
      PushDeadLettersUrl: 'DeliveryPushDeadLetters',
      PushSecretArn: 'DeliveryKeys',
      ReportsBucketName: 'ReportsBucket',
      ReportQueueUrl: 'ReportsQueue',
      ReportDeadLettersUrl: 'ReportsDeadLetters',
      ReportsDatabaseName: 'dormouse_reports',
      ReportsWorkGroupName: 'Dormouse-reports',
      ScheduleGroupName: 'TimersWakeGroup',
      WorkflowPolicyArn: 'HttpApiWorkflowPolicy',
      ChatBusName: 'PipelineChatBus',
    });
    expect(outputs.filter(([, output]) => output['Description'] === undefined)).toEqual([]);
  });
});
