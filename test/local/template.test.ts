import { describe, expect, it } from 'vitest';
import type { RawTemplate } from '../../local/template/assembly.ts';
import { createEvaluator } from '../../local/template/evaluate.ts';
import { loadModel } from '../../local/template/load-model.ts';
import { toLocalAddresses } from '../../local/template/local-addresses.ts';
import { openStack } from '../../local/template/stack-reader.ts';
import { SMALL_STACK } from './support/small-cloud.ts';

const EMPTY: RawTemplate = { Resources: {}, Outputs: {}, Parameters: {}, Conditions: {}, Mappings: {} };

const evaluator = createEvaluator('Stack', {
  ...EMPTY,
  Resources: {
    Jobs: { Type: 'AWS::SQS::Queue', Properties: {} },
    Named: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': 'jobs-${AWS::Region}' } } },
  },
  Parameters: { Days: { Default: '7' }, Open: {} },
  Conditions: {
    Week: { 'Fn::Equals': [{ Ref: 'Days' }, '7'] },
    NotWeek: { 'Fn::Not': [{ Condition: 'Week' }] },
    Both: { 'Fn::And': [{ Condition: 'Week' }, { Condition: 'NotWeek' }] },
    Either: { 'Fn::Or': [{ Condition: 'Week' }, { Condition: 'NotWeek' }] },
  },
  Mappings: { Sizes: { small: { 'us-east-1': 1 } } },
});

describe('evaluate', () => {
  it.each([
    [{ Ref: 'AWS::Region' }, 'us-east-1'],
    [{ Ref: 'Days' }, '7'],
    [{ 'Fn::GetAtt': ['Named', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:jobs-us-east-1'],
    [{ 'Fn::GetAtt': 'Named.QueueName' }, 'jobs-us-east-1'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Days' }, 'c']] }, 'a-7-c'],
    [{ 'Fn::Sub': '${Days}/${Named.QueueName}/${!kept}' }, '7/jobs-us-east-1/${kept}'],
    [{ 'Fn::Sub': ['${own}', { own: { Ref: 'Days' } }] }, '7'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::If': ['Week', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['Both', 'yes', { Ref: 'AWS::NoValue' }] }, undefined],
    [{ 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::FindInMap': ['Sizes', 'small', { Ref: 'AWS::Region' }] }, 1],
    [{ a: [1, { Ref: 'AWS::NoValue' }], b: { Ref: 'AWS::NoValue' } }, { a: [1] }],
  ])('%j', (expression, value) => {
    expect(evaluator.evaluate(expression)).toEqual(value);
  });

  it('names a resource as CloudFormation would, the same each time', () => {
    const url = evaluator.evaluate({ Ref: 'Jobs' });
    expect(url).toMatch(/^https:\/\/sqs\.us-east-1\.amazonaws\.com\/000000000000\/Stack-Jobs-[A-Z0-9]{12}$/);
    expect(
      createEvaluator('Stack', { ...EMPTY, Resources: { Jobs: { Type: 'AWS::SQS::Queue', Properties: {} } } }).evaluate(
        { Ref: 'Jobs' },
      ),
    ).toBe(url);
  });

  it.each([
    [{ Ref: 'Nobody' }, 'the template has no such resource'],
    [{ Ref: 'Open' }, 'it has no default'],
    [{ 'Fn::GetAtt': ['Jobs', 'Colour'] }, 'the local cloud does not know this attribute of AWS::SQS::Queue'],
    [{ 'Fn::ImportValue': 'x' }, 'the local cloud does not know this intrinsic'],
    [{ 'Fn::Select': [3, ['a']] }, 'there is no element 3'],
    [{ 'Fn::FindInMap': ['Sizes', 'large', 'x'] }, 'Sizes.large.x does not exist'],
  ])('fails on %j', (expression, message) => {
    expect(() => evaluator.evaluate(expression)).toThrow(message);
  });
});

describe('a stack', () => {
  it('with a resource of an unknown type does not open', () => {
    const template = { ...EMPTY, Resources: { Ship: { Type: 'AWS::Boats::Ship', Properties: {} } } };
    const assembly = { stackName: 'Stack', template, assetPath: () => undefined };
    expect(() => openStack(assembly)).toThrow(
      'unable to run resource Ship; the local cloud does not know AWS::Boats::Ship',
    );
  });

  it('is read with AWS’s defaults where the template is silent', () => {
    const model = loadModel(SMALL_STACK);
    expect(model.queues.map(({ visibilityTimeoutSec, delaySec }) => [visibilityTimeoutSec, delaySec])).toEqual([
      [30, 0],
      [30, 0],
    ]);
    expect(model.functions.map(({ logicalId, timeoutSec, memoryMb }) => [logicalId, timeoutSec, memoryMb])).toEqual([
      ['AuthorizeFunction', 5, 256],
      ['SocketFunction', 1, 256],
      ['HttpFunction', 5, 256],
      ['EffectsFunction', 5, 256],
    ]);
    expect(model.eventSources.find(({ logicalId }) => logicalId === 'JobsMapping')).toMatchObject({ batchSize: 10 });
  });

  it('has buckets with what their CORS and lifecycle say; what has nothing to act on here is left out', () => {
    const files = loadModel(SMALL_STACK).buckets.find(({ cors }) => cors.length > 0);
    expect(files).toMatchObject({
      cors: [
        {
          allowedOrigins: ['https://shop.example'],
          allowedMethods: ['POST'],
          allowedHeaders: ['*'],
          exposedHeaders: [],
          maxAgeSec: 600,
        },
      ],
      lifecycle: [
        { prefix: 'pending/', tags: {}, expirationDays: 1 },
        { prefix: '', tags: { closed: 'true' }, expirationDays: 90 },
      ],
    });
  });

  it('gets local addresses in place of AWS’s, and keeps names and ARNs', () => {
    const addresses = { endpointUrl: 'http://127.0.0.1:9', frontDoorUrl: 'http://localhost:8' };
    const aws = loadModel(SMALL_STACK);
    const local = toLocalAddresses(aws, addresses);
    const [api] = aws.socketApis;
    expect(local.outputs['SocketUrl']).toBe(`ws://localhost:8/_api/${api?.id}/v1`);
    expect(local.outputs['FrontDoorUrl']).toBe('http://localhost:8');
    expect(local.outputs['JobsUrl']).toBe(`http://127.0.0.1:9/000000000000/${aws.queues[1]?.name}`);
    expect(local.outputs['FilesUrl']).toBe(`http://127.0.0.1:9/${aws.outputs['FilesName']}`);
    const socket = local.functions.find(({ logicalId }) => logicalId === 'SocketFunction');
    expect(socket?.environment['SOCKET_ENDPOINT']).toBe(`http://127.0.0.1:9/${api?.id}/v1`);
    expect(local.userPools[0]?.issuer).toBe(`http://localhost:8/_local/oidc/${aws.userPools[0]?.id}`);
    expect(local.httpApis[0]?.routes[1]?.authorizer).toMatchObject({ issuer: local.userPools[0]?.issuer });
    expect(local.outputs['JobsArn']).toBe(aws.outputs['JobsArn']);
  });
});
