import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type IAccessLogSettings, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StackOptions } from '../stack-options.ts';

/**
 * Access logs of a stage, as one JSON object a request, or none. The query string is never logged: a socket's ticket
 * travels there.
 */
export const accessLogsOf = (
  scope: Construct,
  options: StackOptions,
  fields: Readonly<Record<string, string>>,
): { accessLogSettings?: IAccessLogSettings } => {
  if (!options.accessLogs) return {};
  const group = new LogGroup(scope, 'AccessLog', {
    retention: options.logRetentionDays,
    removalPolicy: options.removalPolicy,
  });
  return {
    accessLogSettings: {
      destination: new LogGroupLogDestination(group),
      format: AccessLogFormat.custom(JSON.stringify(fields)),
    },
  };
};
