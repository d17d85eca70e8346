import { beforeAll, describe, expect, it } from 'vitest';
import { ADMINISTRATORS } from '../../shared/config/groups.ts';
import { functionNames } from '../../scripts/bundle.ts';
import { envNames } from '../../shared/config/env-names.ts';
import { type JsonObject, list, object, short, type Synthesized, synthesize, text } from './synthesized.ts';

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesize();
});

const titled = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const functionOf = (name: string): JsonObject => stack.named(`${titled(name)}Function`).properties;
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(object(object(functionOf(name)['Environment'])['Variables'])).map(([key, value]) => [
      key,
      short(value),
    ]),
  );

describe('functions', () => {
  it.each([
    ['authorize', 5],
    ['socket', 10],
    ['http', 10],
    ['admin', 10],
    ['wake', 60],
    ['effects', 60],
    ['push', 30],
    ['sweep', 60],
    ['report', 60],
  ])('%s runs for at most %i s on a small arm64 machine and logs warnings as JSON', (name, timeoutSec) => {
    expect(functionOf(name)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: timeoutSec,
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', ApplicationLogLevel: 'WARN' },
    });
  });

  it.each(functionNames)('%s keeps its log for the configured time', (name) => {
    expect(short(object(functionOf(name)['LoggingConfig'])['LogGroup'])).toBe(`${titled(name)}Log`);
    expect(stack.named(`${titled(name)}Log`).properties['RetentionInDays']).toBe(30);
  });

  const table = { CHATS_TABLE: 'TablesChatsTable', DESK_TABLE: 'TablesDeskTable' };
  const socketEndpoint = { SOCKET_ENDPOINT: 'https://SocketApi.execute-api../v1' };
  const files = { FILES_BUCKET: 'FilesBucket', FILES_URL: 'https://FilesBucket.RegionalDomainName' };
  const carryingOut = {
    ...table,
    WAKE_QUEUE_URL: 'TimersWakeQueue',
    WAKE_QUEUE_ARN: 'TimersWakeQueue.Arn',
    EFFECTS_RETRY_QUEUE_URL: 'PipelineEffectsRetryQueue',
    SCHEDULE_GROUP: 'TimersWakeGroup',
    SCHEDULER_ROLE_ARN: 'TimersSchedulerRole.Arn',
    CHAT_BUS: 'PipelineChatBus',
    PUSH_QUEUE_URL: 'DeliveryPushQueue',
    ...files,
  };
  it.each<[string, Record<string, string>]>([
    ['authorize', { SECRET_ARN: 'ChatKeysSecret' }],
    ['socket', { ...table, ...socketEndpoint }],
    [
      'http',
      {
        ...table,
        ...socketEndpoint,
        ...files,
        SECRET_ARN: 'ChatKeysSecret',
        SOCKET_URL: 'wss://SocketApi.execute-api../v1',
        ...socketEndpoint,
        EFFECTS_RETRY_QUEUE_URL: 'PipelineEffectsRetryQueue',
        ALLOWED_ORIGINS: '*',
      },
    ],
    ['admin', { DESK_TABLE: 'TablesDeskTable', WAKE_QUEUE_URL: 'TimersWakeQueue' }],
    ['wake', { ...table, ...socketEndpoint, WAKE_QUEUE_URL: 'TimersWakeQueue' }],
    ['effects', carryingOut],
    [
      'push',
      {
        ...table,
        SECRET_ARN: 'ChatKeysSecret',
        PUSH_SECRET_ARN: 'DeliveryKeys',
        PUSH_QUEUE_URL: 'DeliveryPushQueue',
        PUSH_DEAD_LETTERS_URL: 'DeliveryPushDeadLetters',
        PUSH_TRUSTED_ORIGINS: '',
      },
    ],
    ['sweep', { ...carryingOut, ...socketEndpoint }],
    [
      'report',
      {
        CHATS_TABLE: 'TablesChatsTable',
        CHAT_BUS: 'PipelineChatBus',
        REPORTS_BUCKET_URL: 'https://ReportsBucket.RegionalDomainName',
      },
    ],
  ])('%s is told what it works on, and no more', (name, variables) => {
    expect(environmentOf(name)).toEqual(variables);
  });
  it('uses every name that functions may read', () => {
    const used = new Set(functionNames.flatMap((name) => Object.keys(environmentOf(name))));
    expect([...used].sort()).toEqual(Object.values(envNames).sort());
  });
  it('asks for a missing bundle in one sentence', async () => {
    const present = functionNames.filter((name) => name !== 'wake');
    await expect(synthesize({}, present)).rejects.toThrow(
      /unable to make the stack; .*wake\/index\.mjs is missing, so write functions\/wake\/index\.ts/,
    );
  });
});

describe('tables', () => {
  const keys = [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ];

  it('keeps logs in a table with a stream of new images, which outlives the stack', () => {
    expect(stack.named('TablesChatsTable').properties).toMatchObject({
      KeySchema: keys,
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
  });
  it('lists work and checks by two indexes of the desk table, which has no stream', () => {
    const { properties } = stack.named('TablesDeskTable');
    expect(properties).toMatchObject({
      KeySchema: keys,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(properties['StreamSpecification']).toBeUndefined();
    expect(properties['GlobalSecondaryIndexes']).toEqual(
      ['work', 'check'].map((name) => ({
        IndexName: name,
        KeySchema: [
          { AttributeName: `${name}Pk`, KeyType: 'HASH' },
          { AttributeName: `${name}Sk`, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      })),
    );
  });
});

describe('queues and mappings', () => {
  it('puts a dead-letter queue behind every queue that work is sent to', () => {
    const behind = stack.ofType('AWS::SQS::Queue').map(({ logicalId, properties }) => {
      const redrive = properties['RedrivePolicy'];
      return [short({ Ref: logicalId }), redrive && short(object(redrive)['deadLetterTargetArn'])];
    });
    expect(Object.fromEntries(behind)).toEqual({
      TimersWakeQueue: 'TimersWakeDeadLetters.Arn',
      TimersWakeDeadLetters: undefined,
      PipelineEffectsRetryQueue: 'PipelineEffectsDeadLetters.Arn',
      PipelineEffectsDeadLetters: undefined,
      DeliveryPushQueue: 'DeliveryPushDeadLetters.Arn',
      DeliveryPushDeadLetters: undefined,
      ReportsQueue: 'ReportsDeadLetters.Arn',
      ReportsDeadLetters: undefined,
    });
  });
  it('tries a wake-up a hundred times, six minutes apart, and keeps it for two weeks', () => {
    expect(stack.named('TimersWakeQueue').properties).toMatchObject({
      VisibilityTimeout: 360,
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
      RedrivePolicy: { maxReceiveCount: 100 },
    });
  });

  it('refuses unencrypted calls to every queue', () => {
    const refused = stack.ofType('AWS::SQS::QueuePolicy').map(({ properties }) => {
      const [statement] = list(object(properties['PolicyDocument'])['Statement']).map(object);
      return [statement?.['Effect'], statement?.['Condition']];
    });
    expect(refused).toEqual(Array(8).fill(['Deny', { Bool: { 'aws:SecureTransport': 'false' } }]));
  });

  it('wakes the effects function only for events that carry effects', () => {
    const { properties } = stack.named('PipelineStreamMapping');
    expect(properties).toMatchObject({
      FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"fx":{"S":["1"]}}}}' }] },
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      MaximumRecordAgeInSeconds: 3600,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(short(properties['EventSourceArn'])).toBe('TablesChatsTable.StreamArn');
    expect(short(object(object(properties['DestinationConfig'])['OnFailure'])['Destination'])).toBe(
      'PipelineEffectsDeadLetters.Arn',
    );
  });

  it.each([
    ['TimersWakeMapping', 'TimersWakeQueue.Arn', 'WakeFunction'],
    ['DeliveryPushMapping', 'DeliveryPushQueue.Arn', 'PushFunction'],
    ['ReportsMapping', 'ReportsQueue.Arn', 'ReportFunction'],
    ['PipelineRetryMapping', 'PipelineEffectsRetryQueue.Arn', 'EffectsFunction'],
  ])('%s repeats failed messages alone', (mapping, queue, target) => {
    const { properties } = stack.named(mapping);
    expect(short(properties['EventSourceArn'])).toBe(queue);
    expect(short(properties['FunctionName'])).toBe(target);
    expect(properties['FunctionResponseTypes']).toEqual(['ReportBatchItemFailures']);
  });

  it('sweeps every minute, by a schedule outside the group of wake-ups', () => {
    const { properties } = stack.named('TimersSweepTick');
    expect(properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', FlexibleTimeWindow: { Mode: 'OFF' } });
    expect(short(properties['GroupName'])).toBe('TimersTickGroup');
    expect(short(object(properties['Target'])['Arn'])).toBe('SweepFunction.Arn');
  });
});

describe('routes', () => {
  const routesOf = (api: string): Record<string, readonly (string | undefined)[]> =>
    Object.fromEntries(
      stack
        .ofType('AWS::ApiGatewayV2::Route')
        .filter(({ properties }) => short(properties['ApiId']) === api)
        .map(({ properties }) => [
          text(properties['RouteKey']),
          [text(properties['AuthorizationType']), targetOf(short(properties['Target']))],
        ]),
    );
  const targetOf = (target: string): string => {
    const { properties } = stack.named(target.replace('integrations/', ''));
    const uri = short(properties['IntegrationUri']);
    return /(\w+)Function\.Arn/.exec(uri)?.[1] ?? text(properties['IntegrationType']);
  };

  it('selects a frame by its op; the authorizer alone decides about $connect', () => {
    expect(stack.named('SocketApi').properties['RouteSelectionExpression']).toBe('$request.body.op');
    expect(routesOf('SocketApi')).toEqual({
      $connect: ['CUSTOM', 'MOCK'],
      $default: ['NONE', 'Socket'],
      $disconnect: ['NONE', 'Socket'],
      typing: ['NONE', 'Socket'],
      read: ['NONE', 'Socket'],
    });
  });

  it('asks the authorizer whatever a handshake brings, because no identity source can be missing', () => {
    const { properties } = stack.named('SocketApiAuthorizer');
    expect(properties).toMatchObject({ AuthorizerType: 'REQUEST', IdentitySource: [] });
    expect(short(properties['AuthorizerUri'])).toMatch(/AuthorizeFunction\.Arn\/invocations$/);
  });

  it('answers $default, and no other frame', () => {
    const answered = stack.ofType('AWS::ApiGatewayV2::RouteResponse').map(({ properties }) => ({
      route: short(properties['RouteId']),
      key: properties['RouteResponseKey'],
    }));
    expect(answered).toEqual([{ route: 'SocketApidefaultRoute', key: '$default' }]);
    expect(stack.named('SocketApidefaultRoute').properties['RouteResponseSelectionExpression']).toBe('$default');
  });

  it('[AUTH-6] leaves customers to the function, asks desks and administrators for a token and workflows for a signature', () => {
    expect(routesOf('HttpApi')).toEqual({
      'POST /chats': ['NONE', 'Http'],
      'POST /chats/{chatId}/ticket': ['NONE', 'Http'],
      'GET /chats/{chatId}/transcript': ['NONE', 'Http'],
      'POST /desk/ticket': ['JWT', 'Http'],
      'GET /desk/chats': ['JWT', 'Http'],
      'GET /desk/chats/{chatId}/transcript': ['JWT', 'Http'],
      'GET /services/{service}/figures': ['JWT', 'Admin'],
      'POST /chats/{chatId}/files': ['NONE', 'Http'],
      'POST /chats/{chatId}/files/{fileId}/confirm': ['NONE', 'Http'],
      'POST /chats/{chatId}/files/{fileId}/delete': ['NONE', 'Http'],
      'POST /chats/{chatId}/files/{fileId}/download': ['NONE', 'Http'],
      'GET /chats/{chatId}/files/limits': ['NONE', 'Http'],
      'POST /desk/chats/{chatId}/files': ['JWT', 'Http'],
      'POST /desk/chats/{chatId}/files/{fileId}/confirm': ['JWT', 'Http'],
      'POST /desk/chats/{chatId}/files/{fileId}/delete': ['JWT', 'Http'],
      'POST /desk/chats/{chatId}/files/{fileId}/download': ['JWT', 'Http'],
      'GET /services/{service}/options': ['JWT', 'Admin'],
      'PATCH /services/{service}/options': ['JWT', 'Admin'],
      'GET /services/{service}/options/history': ['JWT', 'Admin'],
      ...Object.fromEntries(
        ['GET', 'POST'].map((verb) => [`${verb} /services/{service}/options/apply`, ['JWT', 'Admin']]),
      ),
      'POST /services/{service}/masking/test': ['JWT', 'Admin'],
      ...Object.fromEntries(['GET', 'PUT'].map((verb) => [`${verb} /services/{service}/masking`, ['JWT', 'Admin']])),
      'GET /services/{service}/masking/history': ['JWT', 'Admin'],
      'GET /service/chats/{chatId}': ['AWS_IAM', 'Http'],
      'POST /service/chats/{chatId}': ['AWS_IAM', 'Http'],
      'POST /service/chats/{chatId}/messages': ['AWS_IAM', 'Http'],
      'POST /service/chats/{chatId}/notices': ['AWS_IAM', 'Http'],
      'PATCH /service/chats/{chatId}/user-data': ['AWS_IAM', 'Http'],
      'POST /service/chats/{chatId}/close': ['AWS_IAM', 'Http'],
    });
  });

  it('[OPT-7] makes the group that the function asks for', () => {
    const groups = stack.ofType('AWS::Cognito::UserPoolGroup').map(({ properties }) => properties['GroupName']);
    expect(groups).toEqual([ADMINISTRATORS]);
  });

  it('throttles both stages and logs no access by default', () => {
    const stages = stack.ofType('AWS::ApiGatewayV2::Stage').map(({ properties }) => properties);
    expect(
      stages.map((stage) => [stage['StageName'], stage['DefaultRouteSettings'], stage['AccessLogSettings']]),
    ).toEqual([
      ['v1', { ThrottlingRateLimit: 2000, ThrottlingBurstLimit: 2000 }, undefined],
      ['$default', { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 500 }, undefined],
    ]);
  });
});

describe('alarms', () => {
  it('are few, and each has a name that a runbook can cite', () => {
    const names = stack.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => text(properties['AlarmName']));
    expect(names.sort()).toEqual([
      'Dormouse-admin-failing',
      'Dormouse-authorize-failing',
      'Dormouse-chats-stuck',
      'Dormouse-effects-dead-letters',
      'Dormouse-effects-failing',
      'Dormouse-effects-late',
      'Dormouse-http-failing',
      'Dormouse-push-dead-letters',
      'Dormouse-push-failing',
      'Dormouse-push-late',
      'Dormouse-report-dead-letters',
      'Dormouse-report-failing',
      'Dormouse-socket-failing',
      'Dormouse-sweep-failing',
      'Dormouse-sweep-not-running',
      'Dormouse-wake-dead-letters',
      'Dormouse-wake-failing',
      'Dormouse-wake-late',
    ]);
  });

  it('count no data as a stopped sweep', () => {
    const [alarm] = stack
      .ofType('AWS::CloudWatch::Alarm')
      .filter(({ properties }) => properties['AlarmName'] === 'Dormouse-sweep-not-running');
    expect(alarm?.properties).toMatchObject({
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    });
  });
});
