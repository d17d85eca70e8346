import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { FunctionName } from '../scripts/bundle.ts';
import { envNames } from '../shared/config/env-names.ts';
import { ChatFunction } from './constructs/chat-function.ts';
import { ChatKeys } from './constructs/chat-keys.ts';
import { ChatTables } from './constructs/chat-tables.ts';
import { DeskIdentity } from './constructs/desk-identity.ts';
import { EffectsPipeline } from './constructs/effects-pipeline.ts';
import { FileStore } from './constructs/file-store.ts';
import { FrontDoor } from './constructs/front-door.ts';
import { ChatHttpApi } from './constructs/http-api.ts';
import { Reporting } from './constructs/reporting.ts';
import { PushDelivery } from './constructs/push-delivery.ts';
import { SocketApi } from './constructs/socket-api.ts';
import { WakeTimers } from './constructs/wake-timers.ts';
import type { StackOptions } from './stack-options.ts';

/** What the stack is made from. */
export interface ChatStackProps extends StackProps {
  /** Holds `<name>/index.mjs` for every function. */
  readonly functionsDir: string;
  /** The site as it is served. */
  readonly pagesDir: string;
  readonly options: StackOptions;
}

type ChatFunctions = Readonly<Record<FunctionName, ChatFunction>>;

/** All of Dormouse. What each function may do stands in `grant`, function by function, and nowhere else. */
export class ChatStack extends Stack {
  private readonly tables: ChatTables;
  private readonly keys: ChatKeys;
  private readonly socketApi: SocketApi;
  private readonly httpApi: ChatHttpApi;
  private readonly deskIdentity: DeskIdentity;
  private readonly timers: WakeTimers;
  private readonly pipeline: EffectsPipeline;
  private readonly pushDelivery: PushDelivery;
  private readonly reporting: Reporting;
  private readonly files: FileStore;
  private readonly frontDoor: FrontDoor;

  /** @throws when a function's bundle is missing. */
  constructor(scope: Construct, id: string, props: ChatStackProps) {
    super(scope, id, props);
    const { options, pagesDir } = props;
    const functions = this.makeFunctions(props);
    const { authorize, socket, http, admin, wake, effects, push, sweep, report } = functions;
    this.tables = new ChatTables(this, 'Tables', options);
    this.keys = new ChatKeys(this, 'ChatKeys', options);
    this.deskIdentity = new DeskIdentity(this, 'DeskIdentity', options);
    this.socketApi = new SocketApi(this, 'SocketApi', { authorize, socket, options });
    this.httpApi = new ChatHttpApi(this, 'HttpApi', {
      http,
      admin,
      deskIdentity: this.deskIdentity,
      options,
    });
    this.timers = new WakeTimers(this, 'Timers', { wake, sweep });
    this.pipeline = new EffectsPipeline(this, 'Pipeline', { effects, chats: this.tables.chats.table });
    this.pushDelivery = new PushDelivery(this, 'Delivery', { push, options });
    this.reporting = new Reporting(this, 'Reports', { report, bus: this.pipeline.bus, options });
    this.files = new FileStore(this, 'Files', options);
    const { socketApi, httpApi, files } = this;
    this.frontDoor = new FrontDoor(this, 'FrontDoor', { socketApi, httpApi, files, pagesDir, options });
    this.grant(functions);
    this.writeOutputs();
    if (options.alarmTopicArn !== undefined) this.sendAlarmsTo(options.alarmTopicArn);
  }

  private makeFunctions({ functionsDir, options }: ChatStackProps): ChatFunctions {
    const make = (name: FunctionName, timeoutSec: number, description: string): ChatFunction =>
      new ChatFunction(this, `${name[0]?.toUpperCase()}${name.slice(1)}`, {
        name,
        timeoutSec,
        description,
        functionsDir,
        options,
      });
    return {
      authorize: make('authorize', 5, 'Decides by its ticket whether a socket may connect'),
      socket: make('socket', 10, 'Handles frames of sockets; its answer is the ack'),
      http: make('http', 10, 'Opens chats, gives tickets and transcripts, lists chats for desks, answers workflows'),
      admin: make('admin', 10, 'Shows and changes the settings of services, for administrators'),
      wake: make('wake', 60, 'Looks at a chat whose time may have come'),
      effects: make('effects', 60, 'Carries out what events have decided'),
      push: make('push', 30, 'Tells absent customers what they missed'),
      sweep: make('sweep', 60, 'Finds chats whose wake-up or effects were lost, and desks that vanished'),
      report: make('report', 60, 'Writes what became of chats that have ended'),
    };
  }

  private grant({ authorize, socket, http, admin, wake, effects, push, sweep, report }: ChatFunctions): void {
    const { chats, desk } = this.tables;

    this.keys.bindKeys(authorize);

    socket.bindTable(chats, 'Query', 'GetItem', 'PutItem');
    socket.bindTable(desk, 'Query', 'GetItem', 'PutItem');
    this.socketApi.bindConnections(socket, 'POST', 'GET', 'DELETE');

    http.bindTable(chats, 'Query', 'GetItem', 'PutItem');
    // The count of open chats is the only item that is updated in place.
    http.bindTable(desk, 'Query', 'GetItem', 'PutItem', 'UpdateItem');
    http.bindIndex(desk, 'work');
    // Load limits count open chats.
    http.bindIndex(desk, 'check');
    http.tell(envNames.socketUrl, this.socketApi.url);
    this.keys.bindKeys(http);
    this.files.bindTransfers(http);
    // What is changed over HTTP is shown to whoever is there (DLV-6).
    this.socketApi.bindConnections(http, 'POST', 'GET');
    // The effects that a restoration finds missing (RESTORE-2).
    this.pipeline.bindRetries(http);

    // Settings with their history; live figures count open chats and open desks. No chat is within reach.
    admin.bindTable(desk, 'Query', 'GetItem', 'PutItem');
    admin.bindIndex(desk, 'work');
    admin.bindIndex(desk, 'check');
    this.timers.bindOrdering(admin);

    wake.bindTable(chats, 'Query', 'GetItem', 'PutItem');
    // The options; and a delivery that finds a desk's socket gone takes it off the desk.
    wake.bindTable(desk, 'Query', 'GetItem', 'PutItem');
    // The open chats of a service whose options have changed.
    wake.bindIndex(desk, 'check');
    this.socketApi.bindConnections(wake, 'POST', 'GET');

    this.grantEffects(effects);

    push.bindTable(chats, 'Query');
    push.bindTable(desk, 'Query', 'GetItem', 'PutItem');
    this.keys.bindKeys(push);

    this.grantEffects(sweep);
    sweep.bindTable(chats, 'PutItem');
    // The options, and the chats of an agent whose desk has vanished.
    sweep.bindTable(desk, 'Query');
    sweep.bindIndex(desk, 'check');
    this.socketApi.bindConnections(sweep, 'POST', 'GET');

    report.bindTable(chats, 'Query');
  }

  /** Whatever carries effects out needs all of this: the effects function, and the sweep when it repeats lost ones. */
  private grantEffects(fn: ChatFunction): void {
    fn.bindTable(this.tables.chats, 'Query', 'GetItem', 'UpdateItem');
    fn.bindTable(this.tables.desk, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem');
    this.timers.bindArming(fn);
    this.pipeline.bindEffects(fn);
    this.pushDelivery.bindAsking(fn);
    this.files.bindSettling(fn);
  }

  private writeOutputs(): void {
    const output = (name: string, description: string, value: string): CfnOutput =>
      new CfnOutput(this, name, { description, value });
    output('FrontDoorUrl', 'The try-it page, and the one host for everything else', this.frontDoor.url);
    output('WidgetUrl', "The customer's side of the page", `${this.frontDoor.url}/index.html#customer`);
    output('DeskUrl', "The agent's side of the page", `${this.frontDoor.url}/index.html#desk`);
    output('HttpUrl', 'The HTTP API', this.httpApi.url);
    output('WorkflowPolicyArn', 'What the role of a workflow needs', this.httpApi.workflowPolicy.managedPolicyArn);
    output('SocketUrl', 'The WebSocket API, stage included', this.socketApi.url);
    output('DeskUserPoolId', 'Where people who work at desks are administered', this.deskIdentity.userPool.userPoolId);
    output('DeskClientId', 'Client id of the desk page', this.deskIdentity.client.userPoolClientId);
    output('ChatsTableName', 'The logs', this.tables.chats.table.tableName);
    output('DeskTableName', 'List rows, agents, customers, options', this.tables.desk.table.tableName);
    output('WakeQueueUrl', 'Every wake-up arrives here', this.timers.queue.queueUrl);
    output('WakeDeadLettersUrl', 'Wake-ups that were given up', this.timers.deadLetters.queueUrl);
    output('EffectsRetryQueueUrl', 'Effects that are tried again', this.pipeline.retryQueue.queueUrl);
    output('EffectsDeadLettersUrl', 'Effects that were given up', this.pipeline.deadLetters.queueUrl);
    output('PushQueueUrl', 'What absent customers are to be told', this.pushDelivery.queue.queueUrl);
    output('PushDeadLettersUrl', 'Pushes that were given up', this.pushDelivery.deadLetters.queueUrl);
    output('PushSecretArn', 'Keys that sign callbacks, credentials of phones', this.pushDelivery.secret.secretArn);
    output(
      'ReportsBucketName',
      'What became of chats, as files of JSON lines by day',
      this.reporting.bucket.bucketName,
    );
    output('ReportQueueUrl', 'Chats that have ended and are to be reported', this.reporting.queue.queueUrl);
    output('ReportDeadLettersUrl', 'Reports that were given up', this.reporting.deadLetters.queueUrl);
    output('ReportsDatabaseName', 'The Glue database of the reports', this.reporting.database);
    output('ReportsWorkGroupName', 'The Athena workgroup with questions to them', this.reporting.workGroup);
    output('FilesBucketName', 'The bytes of files', this.files.bucket.bucketName);
    output('ScheduleGroupName', 'The one-time schedules of sleeping chats', this.timers.group.ref);
    output('ChatBusName', 'The bus that hears what happened in chats', this.pipeline.bus.eventBusName);
  }

  private sendAlarmsTo(topicArn: string): void {
    const action = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', topicArn));
    for (const construct of this.node.findAll()) {
      if (construct instanceof Alarm) construct.addAlarmAction(action);
    }
  }
}
