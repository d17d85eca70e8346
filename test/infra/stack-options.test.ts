import { RemovalPolicy } from 'aws-cdk-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readStackOptions } from '../../infra/stack-options.ts';
import { list, object, parse, type Synthesized, synthesize, text } from './synthesized.ts';

const defaults: Record<string, unknown> = {
  allowedOrigins: ['*'],
  logRetentionDays: 30,
  removalPolicy: 'retain',
  reportWindowSec: 300,
  reportRetentionDays: 730,
  accessLogs: false,
  alarmTopicArn: '',
};
const read = (changes: Record<string, unknown>) => readStackOptions((name) => ({ ...defaults, ...changes })[name]);

describe('reading options', () => {
  it('takes values from a file as they are', () => {
    expect(read({})).toEqual({
      allowedOrigins: ['*'],
      logRetentionDays: 30,
      removalPolicy: RemovalPolicy.RETAIN,
      pushTrustedOrigins: [],
      reportWindowSec: 300,
      reportRetentionDays: 730,
      accessLogs: false,
    });
  });

  it('takes values from the command line, which are all text', () => {
    const options = {
      allowedOrigins: 'https://shop.example, https://help.example:8443',
      logRetentionDays: '7',
      removalPolicy: 'destroy',
      pushTrustedOrigins: 'http://127.0.0.1:4570',
      reportWindowSec: '2',
      reportRetentionDays: '30',
      accessLogs: 'true',
      alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
    };
    expect(read(options)).toEqual({
      allowedOrigins: ['https://shop.example', 'https://help.example:8443'],
      logRetentionDays: 7,
      removalPolicy: RemovalPolicy.DESTROY,
      pushTrustedOrigins: ['http://127.0.0.1:4570'],
      reportWindowSec: 2,
      reportRetentionDays: 30,
      accessLogs: true,
      alarmTopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
    });
  });

  it.each([
    ['allowedOrigins', 'https://shop.example/path'],
    ['allowedOrigins', undefined],
    ['logRetentionDays', 31],
    ['reportWindowSec', 0],
    ['reportWindowSec', '301'],
    ['reportRetentionDays', 1.5],
    ['reportRetentionDays', ''],
    ['logRetentionDays', 'ONE_DAY'],
    ['removalPolicy', 'snapshot'],
    ['accessLogs', 'yes'],
    ['pushTrustedOrigins', '*'],
    ['pushTrustedOrigins', 'everywhere'],
  ])('refuses %s = %s by name', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(`unable to use context option ${name} = ${JSON.stringify(value)}; `);
  });
});

describe('using options', () => {
  const topic = 'arn:aws:sns:eu-west-1:111122223333:alarms';
  let stack: Synthesized;
  beforeAll(async () => {
    stack = await synthesize({
      allowedOrigins: 'https://shop.example',
      logRetentionDays: '7',
      removalPolicy: 'destroy',
      accessLogs: 'true',
      alarmTopicArn: topic,
    });
  });

  it('removes everything with the stack', () => {
    const kept = Object.entries(object(stack.template['Resources']))
      .filter(([, resource]) => object(resource)['DeletionPolicy'] === 'Retain')
      .map(([logicalId]) => logicalId);
    expect(kept).toEqual([]);
  });

  it('keeps every log for the given time, the ones of the stages included', () => {
    const days = stack.ofType('AWS::Logs::LogGroup').map(({ properties }) => properties['RetentionInDays']);
    expect(days).toEqual(Array(12).fill(7));
  });

  it('writes access logs without query strings, where tickets travel', () => {
    const formats = stack
      .ofType('AWS::ApiGatewayV2::Stage')
      .map(({ properties }) => text(object(properties['AccessLogSettings'])['Format']));
    expect(formats.map((format) => Object.values(object(parse(format))))).toEqual([
      [
        '$context.requestId',
        '$context.connectionId',
        '$context.routeKey',
        '$context.status',
        '$context.error.messageString',
      ],
      ['$context.requestId', '$context.routeKey', '$context.status', '$context.error.message'],
    ]);
  });

  it('sends every alarm to the topic', () => {
    const told = stack.ofType('AWS::CloudWatch::Alarm').map(({ properties }) => list(properties['AlarmActions']));
    expect(told).toEqual(Array(18).fill([topic]));
  });

  it('opens the HTTP API and the widget to the named sites only', () => {
    const { properties } = stack.named('HttpApi');
    expect(object(properties['CorsConfiguration'])['AllowOrigins']).toEqual(['https://shop.example']);
    const widget = object(stack.named('FrontDoorWidgetHeaders').properties['ResponseHeadersPolicyConfig']);
    const origins = object(object(widget['CorsConfig'])['AccessControlAllowOrigins'])['Items'];
    expect(origins).toEqual(['https://shop.example']);
  });
});
