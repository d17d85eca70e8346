import type { Activity, AwsService, CloudClock, FunctionInvoker } from './contracts.ts';
import { createDynamoDbService } from './dynamodb/dynamodb-service.ts';
import type { DynamoDbService, TableDeclaration } from './dynamodb/dynamodb-service.ts';
import { createEventsService } from './events/events-service.ts';
import type { EventsService, RuleDeclaration } from './events/events-service.ts';
import { OPERATOR_ROLE_ARN } from './endpoint/credentials.ts';
import type { CredentialBook } from './endpoint/credentials.ts';
import type { Faults } from './endpoint/faults.ts';
import type { Authority } from './iam/authority.ts';
import { startEventSources } from './lambda/event-sources.ts';
import type { EventSources } from './lambda/event-sources.ts';
import type { ServiceEnvironment } from './protocols/service-environment.ts';
import { createSchedulerService } from './scheduler/scheduler-service.ts';
import type { ScheduleDeclaration, SchedulerService } from './scheduler/scheduler-service.ts';
import { createSecretsManagerService } from './secretsmanager/secretsmanager-service.ts';
import type { SecretDeclaration } from './secretsmanager/secretsmanager-service.ts';
import { createS3Service } from './s3/s3-service.ts';
import { createTargets } from './targets.ts';
import { createSqsService } from './sqs/sqs-service.ts';
import type { QueueDeclaration, SqsService } from './sqs/sqs-service.ts';
import { ACCOUNT_ID, REGION } from './template/identifiers.ts';
import type {
  CloudModel,
  KeyAttribute,
  QueueModel,
  RuleModel,
  ScheduleModel,
  SecretModel,
  TableModel,
} from './template/model.ts';

/** What the data services and the event sources between them and the functions are made from. */
export interface DataServicesParts {
  readonly model: CloudModel;
  readonly invoker: FunctionInvoker;
  readonly authority: Authority;
  readonly credentials: CredentialBook;
  readonly clock: CloudClock;
  readonly activity: Activity;
  readonly faults: Faults;
  readonly dataDir: string | undefined;
  readonly onError: (error: unknown) => void;
}

/** The services that keep the stack's data, and what they set in motion. */
export interface DataServices {
  readonly dynamodb: DynamoDbService;
  readonly sqs: SqsService;
  readonly scheduler: SchedulerService;
  readonly events: EventsService;
  /** All of them, for the endpoint. */
  readonly services: readonly AwsService[];
  readonly eventSources: EventSources;
  /** What each service counted, by its name. */
  readonly stats: () => Readonly<Record<string, unknown>>;
}

/** Starts the data services that the template declares, and its event source mappings. */
export async function startDataServices(parts: DataServicesParts): Promise<DataServices> {
  const { model, dataDir, onError } = parts;
  const environment: ServiceEnvironment = {
    clock: parts.clock,
    activity: parts.activity,
    region: REGION,
    accountId: ACCOUNT_ID,
    ...(dataDir === undefined ? {} : { dataDir }),
    report: (problem, cause) => onError(new Error(problem, { cause })),
  };
  const sqs = createSqsService({ ...environment, queues: model.queues.map(toQueueDeclaration) });
  const eventSources = startEventSources({ ...parts, sqs });
  const dynamodb = await createDynamoDbService({
    ...environment,
    tables: model.tables.map(toTableDeclaration),
    onStreamRecord: (record) => eventSources.onStreamRecord(record),
  });
  const targets = createTargets({ ...parts, sqs });
  const scheduler = createSchedulerService({
    ...environment,
    groups: model.scheduleGroups.map(({ name }) => name),
    fire: (target) => targets.fire(target),
  });
  for (const schedule of model.schedules) scheduler.declare(toScheduleDeclaration(schedule));
  const events = createEventsService({
    ...environment,
    buses: model.buses,
    rules: model.rules.map(toRuleDeclaration),
    deliver: (targetArn, input) => targets.deliver(targetArn, input),
  });
  const secretsmanager = createSecretsManagerService({
    ...environment,
    secrets: model.secrets.map(toSecretDeclaration),
  });
  const s3 = createS3Service({
    ...environment,
    buckets: model.buckets,
    secretOf: (accessKeyId) => parts.credentials.secretOf(accessKeyId),
    mayList: (caller, resource) =>
      caller.roleArn === OPERATOR_ROLE_ARN ||
      parts.authority.decide(caller, { action: 's3:ListBucket', resource }).allowed,
  });
  return {
    dynamodb,
    sqs,
    scheduler,
    events,
    services: [dynamodb, sqs, scheduler, events, secretsmanager, s3],
    eventSources,
    stats: () => ({
      streams: eventSources.streamCounts(),
      dynamodb: dynamodb.stats(),
      sqs: sqs.stats(),
      scheduler: scheduler.stats(),
      events: events.stats(),
      secretsmanager: secretsmanager.stats(),
      s3: s3.stats(),
    }),
  };
}

function toTableDeclaration(table: TableModel): TableDeclaration {
  return {
    name: table.name,
    arn: table.arn,
    keySchema: table.keySchema.map(toKeyPart),
    attributeDefinitions: table.attributeDefinitions.map(({ name, type }) => ({
      attributeName: name,
      attributeType: oneOf(['S', 'N', 'B'], type),
    })),
    globalSecondaryIndexes: table.globalSecondaryIndexes.map((index) => ({
      indexName: index.name,
      keySchema: index.keySchema.map(toKeyPart),
      projectionType: oneOf(['ALL', 'KEYS_ONLY', 'INCLUDE'], index.projectionType),
      ...(index.nonKeyAttributes.length === 0 ? {} : { nonKeyAttributes: index.nonKeyAttributes }),
    })),
    streamEnabled: table.streamArn !== undefined,
    ...(table.ttlAttribute === undefined ? {} : { ttlAttribute: table.ttlAttribute }),
  };
}

function toKeyPart({ name, keyType }: KeyAttribute) {
  return { attributeName: name, keyType };
}

function toQueueDeclaration({
  name,
  arn,
  url,
  visibilityTimeoutSec,
  delaySec,
  retentionSec,
  redrive,
}: QueueModel): QueueDeclaration {
  return {
    name,
    arn,
    url,
    visibilityTimeoutSec,
    delaySec,
    messageRetentionSec: retentionSec,
    ...(redrive
      ? { redrive: { deadLetterTargetArn: redrive.deadLetterArn, maxReceiveCount: redrive.maxReceiveCount } }
      : {}),
  };
}

function toScheduleDeclaration({ name, group, expression, enabled, target }: ScheduleModel): ScheduleDeclaration {
  const { arn, roleArn, input } = target;
  return {
    name,
    group,
    expression,
    state: enabled ? 'ENABLED' : 'DISABLED',
    target: { arn, roleArn, ...(input === undefined ? {} : { input }) },
  };
}

function toRuleDeclaration({ name, busName, pattern, enabled, targets }: RuleModel): RuleDeclaration {
  return {
    name,
    busName,
    pattern,
    state: enabled ? 'ENABLED' : 'DISABLED',
    targets: targets.map(({ arn, input }) => ({ arn, ...(input === undefined ? {} : { input }) })),
  };
}

function toSecretDeclaration({ name, arn, secretString, generate }: SecretModel): SecretDeclaration {
  if (secretString !== undefined) return { name, arn, secretString };
  if (!generate) return { name, arn };
  const { template, key, length, excludeCharacters, excludePunctuation } = generate;
  return {
    name,
    arn,
    generate: {
      passwordLength: length,
      excludeCharacters,
      excludePunctuation,
      ...(template === undefined ? {} : { secretStringTemplate: template }),
      ...(key === undefined ? {} : { generateStringKey: key }),
    },
  };
}

function oneOf<const T extends string>(allowed: readonly T[], value: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`unable to read the template; ${value} is not one of ${allowed.join(', ')}`);
  return found;
}
