import type { KeyAttribute, QueueModel, SecretModel, TableModel, UserPoolModel } from './model.ts';
import type { Properties } from './properties.ts';
import type { StackReader } from './stack-reader.ts';

/** Tables with their keys, indexes, stream and time to live. */
export function readTables(stack: StackReader): readonly TableModel[] {
  return stack.resources('AWS::DynamoDB::Table').map((resource) => {
    const { identity, properties } = resource;
    const streamViewType = properties.group('StreamSpecification').optionalText('StreamViewType');
    const timeToLive = properties.group('TimeToLiveSpecification');
    return {
      name: identity.ref,
      arn: stack.arn(resource),
      streamArn: streamViewType === undefined ? undefined : identity.attributes['StreamArn'],
      streamViewType,
      keySchema: readKeySchema(properties),
      attributeDefinitions: properties
        .groups('AttributeDefinitions')
        .map((attribute) => ({ name: attribute.text('AttributeName'), type: attribute.text('AttributeType') })),
      globalSecondaryIndexes: properties.groups('GlobalSecondaryIndexes').map((index) => ({
        name: index.text('IndexName'),
        keySchema: readKeySchema(index),
        projectionType: index.group('Projection').text('ProjectionType'),
        nonKeyAttributes: index.group('Projection').texts('NonKeyAttributes'),
      })),
      ttlAttribute: timeToLive.flag('Enabled') ? timeToLive.text('AttributeName') : undefined,
    };
  });
}

function readKeySchema(properties: Properties): readonly KeyAttribute[] {
  return properties.groups('KeySchema').map((key) => ({
    name: key.text('AttributeName'),
    keyType: key.text('KeyType') === 'HASH' ? 'HASH' : 'RANGE',
  }));
}

/** Queues, with AWS's defaults. */
export function readQueues(stack: StackReader): readonly QueueModel[] {
  return stack.resources('AWS::SQS::Queue').map((resource) => {
    const { identity, properties } = resource;
    const redrive = properties.group('RedrivePolicy');
    const deadLetterArn = redrive.optionalText('deadLetterTargetArn');
    return {
      name: identity.attributes['QueueName'] ?? identity.ref,
      arn: stack.arn(resource),
      url: identity.ref,
      visibilityTimeoutSec: properties.number('VisibilityTimeout', 30),
      retentionSec: properties.number('MessageRetentionPeriod', 345_600),
      delaySec: properties.number('DelaySeconds', 0),
      redrive:
        deadLetterArn === undefined
          ? undefined
          : { deadLetterArn, maxReceiveCount: redrive.number('maxReceiveCount', 1) },
    };
  });
}

/** Secrets and how their values are made. */
export function readSecrets(stack: StackReader): readonly SecretModel[] {
  return stack.resources('AWS::SecretsManager::Secret').map((resource) => {
    const { properties } = resource;
    const arn = stack.arn(resource);
    const generate = properties.group('GenerateSecretString');
    return {
      // The ARN ends with the name, a dash and six random characters.
      name: arn.slice(arn.indexOf(':secret:') + ':secret:'.length, -7),
      arn,
      secretString: properties.optionalText('SecretString'),
      generate:
        properties.raw('GenerateSecretString') === undefined
          ? undefined
          : {
              template: generate.optionalText('SecretStringTemplate'),
              key: generate.optionalText('GenerateStringKey'),
              length: generate.number('PasswordLength', 32),
              excludeCharacters: generate.optionalText('ExcludeCharacters') ?? '',
              excludePunctuation: generate.flag('ExcludePunctuation'),
            },
    };
  });
}

/** User pools with the issuer that their tokens name. */
export function readUserPools(stack: StackReader): readonly UserPoolModel[] {
  const clients = stack.resources('AWS::Cognito::UserPoolClient');
  return stack.resources('AWS::Cognito::UserPool').map(({ identity }) => ({
    id: identity.ref,
    issuer: identity.attributes['ProviderURL'] ?? identity.ref,
    clientIds: clients
      .filter(({ properties }) => properties.text('UserPoolId') === identity.ref)
      .map((client) => client.identity.ref),
  }));
}
