import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import { FACTS_PREFIX } from '../../shared/config/reports.ts';
import { columnOf, FACT_COLUMN_NAMES } from '../../shared/domain/reporting/columns.ts';
import { COLUMN_MEANINGS } from '../../shared/domain/reporting/column-meanings.ts';
import { FACTS_TABLE, REPORT_QUERIES } from '../report-queries.ts';
import type { StackOptions } from '../stack-options.ts';
import type { ChatFunction } from './chat-function.ts';
import { addWorkQueue, consumeQueue } from './work-queue.ts';

/** Who writes reports, and the bus that says when one is due. */
export interface ReportingProps {
  readonly report: ChatFunction;
  readonly bus: EventBus;
  readonly options: StackOptions;
}

/** Chats in one file at most: a file of them has half a megabyte. */
const BATCH_CHATS = 500;

/** What people asked of the reports is only kept to look at it again. */
const ANSWERS_DAYS = 7;
const ANSWERS_PREFIX = 'answers/';

/** A query that would read more is refused: it costs five cents. */
const QUERY_BYTES_MAX = 10 * 1024 ** 3;

/** Of the name that a stack may have, what a database may be called. */
const databaseName = (stackName: string): string => `${stackName.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}_reports`;

/**
 * The way of a report: a chat that has closed is announced on the bus, collected in a queue for a while, and written with
 * the others in one file, which Athena reads as a table without any crawler: days are projected, not found.
 */
export class Reporting extends Construct {
  readonly bucket: Bucket;
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly workGroup: string;
  readonly database: string;

  constructor(scope: Construct, id: string, { report, bus, options }: ReportingProps) {
    super(scope, id);
    const { reportRetentionDays, reportWindowSec, removalPolicy } = options;
    const { stackName } = Stack.of(this);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy,
      autoDeleteObjects: removalPolicy === RemovalPolicy.DESTROY,
      lifecycleRules: [
        { id: 'facts', prefix: FACTS_PREFIX, expiration: Duration.days(reportRetentionDays) },
        { id: 'answers', prefix: ANSWERS_PREFIX, expiration: Duration.days(ANSWERS_DAYS) },
      ],
    });
    const { queue, deadLetters } = addWorkQueue(this, {
      queueId: 'Queue',
      deadLettersId: 'DeadLetters',
      alarmName: 'report-dead-letters',
      maxReceiveCount: 100,
      consumer: report,
      windowSec: reportWindowSec,
    });
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.listen(bus);
    this.bindReport(report, bus, reportWindowSec);
    this.database = databaseName(stackName);
    this.workGroup = `${stackName}-reports`;
    this.addTable(reportRetentionDays);
    this.addQuestions(removalPolicy);
  }

  private listen(bus: EventBus): void {
    new Rule(this, 'ChatClosed', {
      description: 'Chats that have closed are to be reported',
      eventBus: bus,
      eventPattern: { source: ['dormouse'], detailType: ['chat-closed.v1'] },
      targets: [new SqsQueue(this.queue, { deadLetterQueue: this.deadLetters })],
    });
  }

  private bindReport(report: ChatFunction, bus: EventBus, windowSec: number): void {
    report.tell(envNames.reportsBucketUrl, `https://${this.bucket.bucketRegionalDomainName}`);
    report.allow({ actions: ['s3:PutObject'], resources: [this.bucket.arnForObjects(`${FACTS_PREFIX}*`)] });
    report.tell(envNames.chatBus, bus.eventBusName);
    report.allow({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
    consumeQueue(report, this.queue);
    new EventSourceMapping(this, 'Mapping', {
      target: report.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: BATCH_CHATS,
      maxBatchingWindow: Duration.seconds(windowSec),
      // Few writers make few and large files; chats that have ended can wait.
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
  }

  private addTable(retentionDays: number): void {
    const catalogId = Stack.of(this).account;
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: { name: this.database, description: 'What became of chats' },
    });
    const location = `s3://${this.bucket.bucketName}/${FACTS_PREFIX}`;
    const table = new CfnTable(this, 'Facts', {
      catalogId,
      databaseName: this.database,
      tableInput: {
        name: FACTS_TABLE,
        description: 'One row for each chat that has closed',
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: 'day', type: 'string', comment: 'day of the close in UTC, as 2026-01-31' }],
        parameters: {
          EXTERNAL: 'TRUE',
          classification: 'json',
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy-MM-dd',
          'projection.day.range': `NOW-${retentionDays}DAYS,NOW`,
          'projection.day.interval': '1',
          'projection.day.interval.unit': 'DAYS',
          'storage.location.template': `${location}day=\${day}/`,
        },
        storageDescriptor: {
          location,
          columns: FACT_COLUMN_NAMES.map((name) => ({
            name,
            type: columnOf(name).type,
            comment: COLUMN_MEANINGS[name].slice(0, 255),
          })),
          inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
        },
      },
    });
    table.addResourceDependency(database);
  }

  private addQuestions(removalPolicy: RemovalPolicy): void {
    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: this.workGroup,
      description: 'Questions to the reports of chats',
      recursiveDeleteOption: removalPolicy === RemovalPolicy.DESTROY,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: false,
        bytesScannedCutoffPerQuery: QUERY_BYTES_MAX,
        resultConfiguration: {
          outputLocation: `s3://${this.bucket.bucketName}/${ANSWERS_PREFIX}`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const { name, about, sql } of REPORT_QUERIES) {
      const id = `Query${name.replaceAll(/(?:^| )(\w)/g, (_match, letter: string) => letter.toUpperCase())}`;
      const query = new CfnNamedQuery(this, id, {
        name,
        description: about,
        database: this.database,
        workGroup: this.workGroup,
        queryString: sql,
      });
      query.addResourceDependency(workGroup);
    }
  }
}
