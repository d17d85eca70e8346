import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { envNames } from '../../shared/config/env-names.ts';
import type { StackOptions } from '../stack-options.ts';
import type { BoundTable } from './chat-function.ts';

/** The two sparse indexes of the desk table. */
export type DeskIndex = 'work' | 'check';

/**
 * The logs, and everything else. They are apart so that an index of the desk table which cannot keep up slows down
 * lists, never the log.
 */
export class ChatTables extends Construct {
  readonly chats: BoundTable;
  readonly desk: BoundTable;

  constructor(scope: Construct, id: string, options: StackOptions) {
    super(scope, id);
    this.chats = { envName: envNames.chatsTable, table: this.table('ChatsTable', options, StreamViewType.NEW_IMAGE) };
    this.desk = { envName: envNames.deskTable, table: this.table('DeskTable', options) };
    this.addIndex('work', 'workPk', 'workSk');
    this.addIndex('check', 'checkPk', 'checkSk');
  }

  private table(id: string, { removalPolicy }: StackOptions, stream?: StreamViewType): Table {
    return new Table(this, id, {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
      ...(stream === undefined ? {} : { stream }),
    });
  }

  private addIndex(indexName: DeskIndex, partitionKey: string, sortKey: string): void {
    this.desk.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }
}
