import { EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEventsService, type EventsService, type PublishedEvent } from '../../local/events/events-service.ts';
import { testEnvironment } from './support/environment.ts';
import { serviceEndpoint, type ServiceEndpoint } from './support/service-endpoint.ts';
import { testTime, type TestTime } from './support/virtual-clock.ts';

const START_MS = Date.UTC(2026, 0, 5, 9, 0, 0);
const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/chats';
const entry = { EventBusName: 'chats', Source: 'dormouse.chat', DetailType: 'chat-opened', Detail: '{"chatId":"c1"}' };

describe('EventBridge', () => {
  let time: TestTime;
  let problems: string[];
  let delivered: [string, string][];
  let failures: number;
  let service: EventsService;
  let endpoint: ServiceEndpoint;
  let client: EventBridgeClient;

  beforeEach(async () => {
    time = testTime(START_MS);
    const setUp = testEnvironment(time);
    problems = setUp.problems;
    delivered = [];
    failures = 0;
    const rule = { busName: 'chats', state: 'ENABLED' as const };
    service = createEventsService({
      ...setUp.environment,
      buses: [{ name: 'chats', arn: busArn }],
      rules: [
        { ...rule, name: 'opened', pattern: { 'detail-type': ['chat-opened'] }, targets: [{ arn: 'arn:queue' }] },
        {
          ...rule,
          name: 'closed',
          pattern: { 'detail-type': ['chat-closed'] },
          targets: [{ arn: 'arn:f', input: '"x"' }],
        },
        { ...rule, name: 'off', state: 'DISABLED', pattern: {}, targets: [{ arn: 'arn:off' }] },
      ],
      deliver: async (arn, input) => {
        if (failures > 0) {
          failures -= 1;
          throw new Error('the target is away');
        }
        delivered.push([arn, input]);
      },
    });
    endpoint = await serviceEndpoint(service);
    client = new EventBridgeClient(endpoint.client);
  });
  afterEach(async () => {
    client.destroy();
    await endpoint.stop();
  });

  it('publishes each entry, keeps it, and delivers it by the rules that match', async () => {
    const output = await client.send(
      new PutEventsCommand({ Entries: [entry, { ...entry, EventBusName: busArn, DetailType: 'chat-closed' }] }),
    );
    await time.activity.idle();

    expect(output.FailedEntryCount).toBe(0);
    expect(service.list()).toEqual([
      {
        busName: 'chats',
        event: {
          version: '0',
          id: output.Entries?.[0]?.EventId,
          'detail-type': 'chat-opened',
          source: 'dormouse.chat',
          account: '000000000000',
          time: '2026-01-05T09:00:00Z',
          region: 'us-east-1',
          resources: [],
          detail: { chatId: 'c1' },
        },
      },
      expect.objectContaining({ busName: 'chats' }),
    ]);
    expect(delivered).toEqual([
      ['arn:queue', JSON.stringify(service.list()[0]?.event)],
      ['arn:f', '"x"'],
    ]);
    expect(service.stats()).toEqual({ published: 2, refused: 0, delivered: 2 });
  });

  it('refuses single entries without refusing the others', async () => {
    const output = await client.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, Detail: 'not JSON' },
          { ...entry, EventBusName: 'none' },
          { ...entry, Source: '' },
          { ...entry, Time: new Date(START_MS + 5_000) },
        ],
      }),
    );

    expect(output.FailedEntryCount).toBe(3);
    expect(output.Entries?.map((result) => result.ErrorCode)).toEqual([
      'MalformedDetail',
      'ResourceNotFoundException',
      'InvalidArgument',
      undefined,
    ]);
    expect(service.list().map(({ event }) => event.time)).toEqual(['2026-01-05T09:00:05Z']);
  });

  it('refuses a call with more than ten entries or more than 256 KB', async () => {
    const eleven = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => entry) });
    const large = new PutEventsCommand({ Entries: [{ ...entry, Detail: JSON.stringify({ x: 'x'.repeat(262_144) }) }] });

    await expect(client.send(eleven)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client.send(large)).rejects.toMatchObject({ name: 'ValidationException' });
    expect(service.list()).toEqual([]);
  });

  it('tells subscribers what matches, until they leave', async () => {
    const heard: PublishedEvent[] = [];
    const leave = service.subscribe({ detail: { chatId: ['c1'] } }, (published) => heard.push(published));
    await client.send(new PutEventsCommand({ Entries: [entry, { ...entry, Detail: '{"chatId":"c2"}' }] }));
    leave();
    await client.send(new PutEventsCommand({ Entries: [entry] }));

    expect(heard.map(({ event }) => event.detail)).toEqual([{ chatId: 'c1' }]);
  });

  it('tries a target three times', async () => {
    failures = 2;
    await client.send(new PutEventsCommand({ Entries: [entry] }));
    await time.activity.idle();

    expect(delivered).toHaveLength(1);
    expect(problems).toEqual(['unable to deliver an event to arn:queue', 'unable to deliver an event to arn:queue']);
  });

  it('keeps the last 1,000 events', async () => {
    for (let call = 0; call < 101; call += 1) {
      const Entries = Array.from({ length: 10 }, (_, n) => ({ ...entry, Detail: `{"n":${call * 10 + n}}` }));
      await client.send(new PutEventsCommand({ Entries }));
    }

    expect(service.list()).toHaveLength(1_000);
    expect(service.list()[0]?.event.detail).toEqual({ n: 10 });
  });

  it('asks for a grant on each bus once, and has no rules but the template’s', async () => {
    await client.send(new PutEventsCommand({ Entries: [entry, entry, { ...entry, EventBusName: 'none' }] }));

    expect(endpoint.grants).toEqual([
      { action: 'events:PutEvents', resource: busArn },
      { action: 'events:PutEvents', resource: 'arn:aws:events:us-east-1:000000000000:event-bus/none' },
    ]);
    await expect(client.send(new PutRuleCommand({ Name: 'x' }))).rejects.toThrow('rules come from the template');
  });
});
