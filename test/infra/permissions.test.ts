import { beforeAll, describe, expect, it } from 'vitest';
import { grantsOf, list, object, short, type Synthesized, synthesize } from './synthesized.ts';

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesize();
});

const CHATS = 'TablesChatsTable.Arn';
const DESK = 'TablesDeskTable.Arn';
const sockets = (method: string): string => `arn::execute-api:::SocketApi/v1/${method}/@connections/*`;
const ownLog = (name: string): Record<string, string[]> => ({
  [`${name}Log.Arn`]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
});
const table = (...actions: string[]): string[] => actions.map((action) => `dynamodb:${action}`);
const MANAGE = ['execute-api:ManageConnections'];

const files = (prefix: string): string => `FilesBucket.Arn/${prefix}/*`;
const objects = (...actions: string[]): string[] => actions.map((action) => `s3:${action}`);

const carryingOut = {
  [DESK]: table('DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
  'TimersWakeQueue.Arn': ['sqs:SendMessage'],
  'arn::scheduler:::schedule/TimersWakeGroup/*': ['scheduler:CreateSchedule'],
  'TimersSchedulerRole.Arn': ['iam:PassRole'],
  'PipelineChatBus.Arn': ['events:PutEvents'],
  'DeliveryPushQueue.Arn': ['sqs:SendMessage'],
  'FilesBucket.Arn': ['s3:ListBucket'],
  [files('pending')]: objects('DeleteObject'),
  [files('kept')]: objects('DeleteObject', 'DeleteObjectTagging', 'GetObject', 'PutObject', 'PutObjectTagging'),
};

const expected: Record<string, Record<string, string[]>> = {
  Authorize: {
    ...ownLog('Authorize'),
    ChatKeysSecret: ['secretsmanager:GetSecretValue'],
  },
  Socket: {
    ...ownLog('Socket'),
    [CHATS]: table('GetItem', 'PutItem', 'Query'),
    [DESK]: table('GetItem', 'PutItem', 'Query'),
    [sockets('POST')]: MANAGE,
    [sockets('GET')]: MANAGE,
    [sockets('DELETE')]: MANAGE,
  },
  Http: {
    ...ownLog('Http'),
    ChatKeysSecret: ['secretsmanager:GetSecretValue'],
    [CHATS]: table('GetItem', 'PutItem', 'Query'),
    [DESK]: table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
    [`${DESK}/index/work`]: table('Query'),
    [`${DESK}/index/check`]: table('Query'),
    'PipelineEffectsRetryQueue.Arn': ['sqs:SendMessage'],
    'FilesBucket.Arn': ['s3:ListBucket'],
    [files('pending')]: objects('GetObject', 'PutObject'),
    [files('kept')]: objects('GetObject', 'PutObject', 'PutObjectTagging'),
    [sockets('POST')]: MANAGE,
    [sockets('GET')]: MANAGE,
  },
  Admin: {
    ...ownLog('Admin'),
    [DESK]: table('GetItem', 'PutItem', 'Query'),
    [`${DESK}/index/work`]: table('Query'),
    [`${DESK}/index/check`]: table('Query'),
    'TimersWakeQueue.Arn': ['sqs:SendMessage'],
  },
  Wake: {
    ...ownLog('Wake'),
    [CHATS]: table('GetItem', 'PutItem', 'Query'),
    [DESK]: table('GetItem', 'PutItem', 'Query'),
    [`${DESK}/index/check`]: table('Query'),
    [sockets('POST')]: MANAGE,
    [sockets('GET')]: MANAGE,
    'TimersWakeQueue.Arn': [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
  },
  Effects: {
    ...ownLog('Effects'),
    ...carryingOut,
    [CHATS]: table('GetItem', 'Query', 'UpdateItem'),
    'TablesChatsTable.StreamArn': table('DescribeStream', 'GetRecords', 'GetShardIterator'),
    [`${CHATS}/stream/*`]: table('ListStreams'),
    'PipelineEffectsRetryQueue.Arn': [
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ],
    'PipelineEffectsDeadLetters.Arn': ['sqs:SendMessage'],
  },
  Push: {
    ...ownLog('Push'),
    [CHATS]: table('Query'),
    [DESK]: table('GetItem', 'PutItem', 'Query'),
    ChatKeysSecret: ['secretsmanager:GetSecretValue'],
    DeliveryKeys: ['secretsmanager:GetSecretValue'],
    'DeliveryPushQueue.Arn': [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
    ],
    'DeliveryPushDeadLetters.Arn': ['sqs:SendMessage'],
  },
  Report: {
    ...ownLog('Report'),
    [CHATS]: table('Query'),
    'ReportsBucket.Arn/facts/*': ['s3:PutObject'],
    'PipelineChatBus.Arn': ['events:PutEvents'],
    'ReportsQueue.Arn': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
  },
  Sweep: {
    ...ownLog('Sweep'),
    ...carryingOut,
    [CHATS]: table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
    [DESK]: table('DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    [`${DESK}/index/check`]: table('Query'),
    'PipelineEffectsRetryQueue.Arn': ['sqs:SendMessage'],
    [sockets('POST')]: MANAGE,
    [sockets('GET')]: MANAGE,
  },
};

describe('what each function may do', () => {
  it.each(Object.keys(expected))('%s: exactly these actions on exactly these resources', (name) => {
    expect(grantsOf(stack, `${name}Role`)).toEqual(expected[name]);
  });

  it('covers every function of ours', () => {
    const roles = stack
      .ofType('AWS::Lambda::Function')
      .filter(({ properties }) => properties['Runtime'] === 'nodejs24.x')
      .map(({ properties }) => short(properties['Role']).replace(/Role\.Arn$/, ''));
    expect(roles.sort()).toEqual(Object.keys(expected).sort());
  });

  it('lets a role be passed to Scheduler alone', () => {
    const conditions = ['EffectsRoleDefaultPolicy', 'SweepRoleDefaultPolicy']
      .flatMap((policy) => list(object(stack.named(policy).properties['PolicyDocument'])['Statement']).map(object))
      .filter((statement) => list(statement['Action']).includes('iam:PassRole'))
      .map((statement) => statement['Condition']);
    const toScheduler = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };
    expect(conditions).toEqual([toScheduler, toScheduler]);
  });

  it('[AUTH-6] offers workflows their routes and nothing else, and gives that to nobody', () => {
    const offered = stack.ofType('AWS::IAM::ManagedPolicy').map(({ properties }) => ({
      statements: list(object(properties['PolicyDocument'])['Statement'])
        .map(object)
        .map(({ Effect, Action, Resource }) => [Effect, Action, short(Resource)]),
      to: [properties['Roles'], properties['Users'], properties['Groups']],
    }));
    expect(offered).toEqual([
      {
        statements: [['Allow', 'execute-api:Invoke', 'arn::execute-api:::HttpApi/$default/*/service/chats/*']],
        to: [undefined, undefined, undefined],
      },
    ]);
  });

  it('gives no managed policy to a role of ours', () => {
    const managed = stack
      .ofType('AWS::IAM::Role')
      .filter(({ properties }) => properties['ManagedPolicyArns'] !== undefined)
      .map(({ logicalId }) => logicalId.replace(/[0-9A-F]+ServiceRole[0-9A-F]+$/, ''));
    expect(managed).toEqual(['CustomCDKBucketDeployment']);
  });

  it('allows `*` nowhere but where CDK copies the pages, because CloudFront invalidations have no finer resource', () => {
    const stars = stack.ofType('AWS::IAM::Policy').flatMap(({ logicalId, properties }) =>
      list(object(properties['PolicyDocument'])['Statement'])
        .map(object)
        .filter(({ Resource, Action }) => list(Resource).includes('*') || list(Action).includes('*'))
        .map(({ Action }) => [logicalId.replace(/[0-9A-F]{32,}.*$/, ''), Action]),
    );
    expect(stars).toEqual([
      ['CustomCDKBucketDeployment', ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation']],
    ]);
  });
});

describe('who Scheduler may act for', () => {
  it.each([
    ['TimersSchedulerRole', 'TimersWakeGroup.Arn', { 'TimersWakeQueue.Arn': ['sqs:SendMessage'] }],
    ['TimersTickRole', 'TimersTickGroup.Arn', { 'SweepFunction.Arn': ['lambda:InvokeFunction'] }],
  ])('%s: schedules of one group, for one target', (role, group, grants) => {
    const [trust] = list(object(stack.named(role).properties['AssumeRolePolicyDocument'])['Statement']).map(object);
    const equals = object(object(trust?.['Condition'])['StringEquals']);
    expect(trust?.['Principal']).toEqual({ Service: 'scheduler.amazonaws.com' });
    expect(short(equals['aws:SourceArn'])).toBe(group);
    expect(equals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(grantsOf(stack, role)).toEqual(grants);
  });
});
