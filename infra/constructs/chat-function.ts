import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FunctionName } from '../../scripts/bundle.ts';
import type { EnvName } from '../../shared/config/env-names.ts';
import type { StackOptions } from '../stack-options.ts';
import { addNamedAlarm, ALARM_PERIOD } from './named-alarm.ts';

/** A table together with the variable that tells a function its name. */
export interface BoundTable {
  readonly table: Table;
  readonly envName: EnvName;
}

/** The calls that a function may be allowed on one table. */
export type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

/** One function and what its folder under `functionsDir` must hold. */
export interface ChatFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  readonly timeoutSec: number;
  readonly functionsDir: string;
  readonly options: StackOptions;
}

/**
 * A function with what every function here has: its own role that may do nothing but write its own log, a log group
 * with a retention, an alarm. Everything else is granted by a `bind…` call that also tells the function the name of
 * what it was bound to, so that no grant comes without its variable.
 */
export class ChatFunction extends Construct {
  readonly lambda: LambdaFunction;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: ChatFunctionProps) {
    super(scope, id);
    const { name, options } = props;
    const logGroup = new LogGroup(this, 'Log', {
      retention: options.logRetentionDays,
      removalPolicy: options.removalPolicy,
    });
    this.role = new Role(this, 'Role', {
      description: `What the ${name} function may do`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(props.timeoutSec),
      code: bundleOf(props.functionsDir, name),
      handler: 'index.handler',
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      applicationLogLevelV2: ApplicationLogLevel.WARN,
    });
    this.allow({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
    this.addAlarm(name);
  }

  /** Adds one statement to the function's own policy. */
  allow(statement: PolicyStatementProps): void {
    this.role.addToPolicy(new PolicyStatement(statement));
  }

  /** Sets a variable of the function. */
  tell(name: EnvName, value: string): void {
    this.lambda.addEnvironment(name, value);
  }

  /** Allows exactly these calls on the table itself (not on its indexes) and tells the function its name. */
  bindTable({ table, envName }: BoundTable, ...actions: readonly TableAction[]): void {
    this.tell(envName, table.tableName);
    this.allow({ actions: actions.map((action) => `dynamodb:${action}`), resources: [table.tableArn] });
  }

  /** Allows queries of one index of the table. */
  bindIndex({ table, envName }: BoundTable, indexName: string): void {
    this.tell(envName, table.tableName);
    this.allow({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${indexName}`] });
  }

  private addAlarm(name: FunctionName): void {
    const failures = new MathExpression({
      expression: 'errors + throttles',
      label: 'errors and throttles',
      period: ALARM_PERIOD,
      usingMetrics: {
        errors: this.lambda.metricErrors({ period: ALARM_PERIOD }),
        throttles: this.lambda.metricThrottles({ period: ALARM_PERIOD }),
      },
    });
    addNamedAlarm(this, {
      name: `${name}-failing`,
      description: `The ${name} function threw, timed out or was throttled; its log says why.`,
      metric: failures,
      threshold: 0,
    });
  }
}

const bundleOf = (functionsDir: string, name: FunctionName): Code => {
  const dir = join(functionsDir, name);
  if (!existsSync(join(dir, 'index.mjs'))) {
    throw new Error(
      `unable to make the stack; ${join(dir, 'index.mjs')} is missing, so write functions/${name}/index.ts`,
    );
  }
  return Code.fromAsset(dir);
};
