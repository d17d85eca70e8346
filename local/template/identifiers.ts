import { createHash } from 'node:crypto';

/** Where the local cloud pretends to be. */
export const REGION = 'us-east-1';
export const ACCOUNT_ID = '000000000000';
export const PARTITION = 'aws';
export const URL_SUFFIX = 'amazonaws.com';

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What an identity is made from: the stack, the logical id and the properties that name things, all evaluated. */
export interface Named {
  readonly stackName: string;
  readonly logicalId: string;
  /** A property that fixes the physical name, e.g. `QueueName`; undefined when the template leaves it open. */
  name(property: string): string | undefined;
}

type IdentityRule = (resource: Named) => Identity;

const arnOf = (service: string, resource: string, region = REGION, account = ACCOUNT_ID): string =>
  `arn:${PARTITION}:${service}:${region}:${account}:${resource}`;

/** A stable stand-in for the random part of AWS's names: `length` characters from A–Z and 0–9. */
function suffix(resource: Named, length: number): string {
  const digest = createHash('sha256').update(`${resource.stackName}/${resource.logicalId}`).digest();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return Array.from(digest.subarray(0, length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}

/** CloudFormation's own form of a generated name: stack, logical id, random part; at most 64 characters. */
function generatedName(resource: Named): string {
  const end = suffix(resource, 12);
  return `${`${resource.stackName}-${resource.logicalId}`.slice(0, 64 - end.length - 1)}-${end}`;
}

const lowerId =
  (length: number): IdentityRule =>
  (resource) => {
    const id = suffix(resource, length).toLowerCase();
    return { ref: id, attributes: { Id: id, ApiId: id, AuthorizerId: id, IntegrationId: id, RouteId: id } };
  };

const nameAndArn =
  (service: string, nameProperty: string, resourcePart: (name: string) => string, region = REGION): IdentityRule =>
  (resource) => {
    const name = resource.name(nameProperty) ?? generatedName(resource);
    return { ref: name, attributes: { Arn: arnOf(service, resourcePart(name), region) } };
  };

const RULES: Readonly<Record<string, IdentityRule>> = {
  'AWS::DynamoDB::Table': (resource) => {
    const name = resource.name('TableName') ?? generatedName(resource);
    const arn = arnOf('dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/2026-01-01T00:00:00.000` } };
  },
  'AWS::SQS::Queue': (resource) => {
    const name = resource.name('QueueName') ?? generatedName(resource);
    const url = `https://sqs.${REGION}.${URL_SUFFIX}/${ACCOUNT_ID}/${name}`;
    return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::Lambda::Function': nameAndArn('lambda', 'FunctionName', (name) => `function:${name}`),
  'AWS::IAM::Role': nameAndArn('iam', 'RoleName', (name) => `role/${name}`, ''),
  'AWS::IAM::ManagedPolicy': (resource) => {
    const arn = arnOf('iam', `policy/${resource.name('ManagedPolicyName') ?? generatedName(resource)}`, '');
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
  'AWS::ApiGatewayV2::Api': (resource) => {
    const id = suffix(resource, 10).toLowerCase();
    const scheme = resource.name('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https';
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: `${scheme}://${id}.execute-api.${REGION}.${URL_SUFFIX}` } };
  },
  'AWS::ApiGatewayV2::Stage': (resource) => ({ ref: resource.name('StageName') ?? '$default', attributes: {} }),
  'AWS::ApiGatewayV2::Route': lowerId(7),
  'AWS::ApiGatewayV2::RouteResponse': lowerId(7),
  'AWS::ApiGatewayV2::Integration': lowerId(7),
  'AWS::ApiGatewayV2::Authorizer': lowerId(6),
  'AWS::Cognito::UserPool': (resource) => {
    const id = `${REGION}_${suffix(resource, 9)}`;
    const providerName = `cognito-idp.${REGION}.${URL_SUFFIX}/${id}`;
    const attributes = { Arn: arnOf('cognito-idp', `userpool/${id}`), UserPoolId: id };
    return {
      ref: id,
      attributes: { ...attributes, ProviderName: providerName, ProviderURL: `https://${providerName}` },
    };
  },
  'AWS::Cognito::UserPoolClient': (resource) => {
    const id = suffix(resource, 26).toLowerCase();
    return { ref: id, attributes: { ClientId: id } };
  },
  'AWS::CloudFront::Distribution': (resource) => {
    const id = `E${suffix(resource, 13)}`;
    return { ref: id, attributes: { Id: id, DomainName: `d${suffix(resource, 13).toLowerCase()}.cloudfront.net` } };
  },
  'AWS::CloudFront::Function': (resource) => {
    const arn = arnOf('cloudfront', `function/${generatedName(resource)}`, '');
    return { ref: arn, attributes: { FunctionARN: arn } };
  },
  'AWS::S3::Bucket': (resource) => {
    const name = resource.name('BucketName') ?? generatedName(resource).toLowerCase();
    const domain = `${name}.s3.${REGION}.${URL_SUFFIX}`;
    const attributes = { Arn: `arn:${PARTITION}:s3:::${name}`, DomainName: `${name}.s3.${URL_SUFFIX}` };
    return { ref: name, attributes: { ...attributes, RegionalDomainName: domain } };
  },
  'AWS::SecretsManager::Secret': (resource) => {
    const name = resource.name('Name') ?? generatedName(resource);
    const arn = arnOf('secretsmanager', `secret:${name}-${suffix(resource, 6)}`);
    return { ref: arn, attributes: { Id: arn } };
  },
  'AWS::Scheduler::ScheduleGroup': nameAndArn('scheduler', 'Name', (name) => `schedule-group/${name}`),
  'AWS::Scheduler::Schedule': (resource) => {
    const name = resource.name('Name') ?? generatedName(resource);
    const group = resource.name('GroupName') ?? 'default';
    return { ref: name, attributes: { Arn: arnOf('scheduler', `schedule/${group}/${name}`) } };
  },
  'AWS::Events::EventBus': (resource) => {
    const name = resource.name('Name') ?? generatedName(resource);
    return { ref: name, attributes: { Arn: arnOf('events', `event-bus/${name}`), Name: name } };
  },
  'AWS::Events::Rule': nameAndArn('events', 'Name', (name) => `rule/${name}`),
  'AWS::Logs::LogGroup': nameAndArn('logs', 'LogGroupName', (name) => `log-group:${name}:*`),
  'AWS::CloudWatch::Alarm': nameAndArn('cloudwatch', 'AlarmName', (name) => `alarm:${name}`),
  'AWS::SNS::Topic': (resource) => {
    const arn = arnOf('sns', resource.name('TopicName') ?? generatedName(resource));
    return { ref: arn, attributes: { TopicArn: arn } };
  },
};

/** Names a resource as AWS would. Types without a rule get a generated name and no attributes. */
export function identityOf(type: string, resource: Named): Identity {
  const rule = RULES[type];
  if (rule) return rule(resource);
  const name = generatedName(resource);
  return { ref: name, attributes: { Id: name } };
}
