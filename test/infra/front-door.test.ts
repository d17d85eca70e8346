import { beforeAll, describe, expect, it } from 'vitest';
import { list, object, short, type Synthesized, synthesize, text } from './synthesized.ts';

let stack: Synthesized;
beforeAll(async () => {
  stack = await synthesize();
});

describe('the front door', () => {
  it('routes by path, in this order', () => {
    const config = object(stack.named('FrontDoorDistribution').properties['DistributionConfig']);
    const hosts = Object.fromEntries(
      list(config['Origins']).map((origin) => [
        text(object(origin)['Id']),
        `${short(object(origin)['DomainName'])}${short(object(origin)['OriginPath'] ?? '')}`,
      ]),
    );
    const routed = [...list(config['CacheBehaviors']), object(config['DefaultCacheBehavior'])].map((behavior) => [
      object(behavior)['PathPattern'],
      hosts[text(object(behavior)['TargetOriginId'])],
    ]);
    expect(routed).toEqual([
      ['/socket', 'SocketApi.execute-api../v1'],
      ['/chats*', 'HttpApi.execute-api..'],
      ['/desk*', 'HttpApi.execute-api..'],
      ['/services/*', 'HttpApi.execute-api..'],
      ['/widget/*', 'FrontDoorPagesBucket.RegionalDomainName'],
      [undefined, 'FrontDoorPagesBucket.RegionalDomainName'],
    ]);
  });

  it('[FILE-9] keeps files by prefix and tag, and takes uploads from any page', () => {
    const { properties } = stack.named('FilesBucket');
    expect(properties['LifecycleConfiguration']).toEqual({
      Rules: [
        { Id: 'pending', Prefix: 'pending/', ExpirationInDays: 1, Status: 'Enabled' },
        { Id: 'unsettled', TagFilters: [{ Key: 'state', Value: 'new' }], ExpirationInDays: 7, Status: 'Enabled' },
        { Id: 'closed', TagFilters: [{ Key: 'state', Value: 'closed' }], ExpirationInDays: 90, Status: 'Enabled' },
      ],
    });
    expect(properties['CorsConfiguration']).toMatchObject({
      CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET', 'POST'] }],
    });
  });

  it('keeps the bucket private', () => {
    expect(stack.named('FrontDoorPagesBucket').properties['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });
});
