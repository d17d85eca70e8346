import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { eventBridgeReports } from '../../shared/adapters/eventbridge/bus.ts';
import { memoryClock } from '../../shared/adapters/memory/memory-clock.ts';
import { dayText, factsFile, s3Facts } from '../../shared/adapters/s3/facts.ts';
import { signedHeaders } from '../../shared/adapters/s3/signature.ts';
import { FACT_COLUMNS, type SessionFact } from '../../shared/domain/reporting/columns.ts';
import { reportNaively } from '../support/naive-report.ts';
import { closed, customerPosted, opened } from '../support/builders.ts';
import { logOf } from '../support/given-when-then.ts';

const rowOf = (chatId: string): SessionFact => {
  const fact = reportNaively(logOf(opened(), customerPosted('m-1', 5), closed(9)));
  if (fact === undefined) throw new Error('unable to make a row');
  return { ...fact, chat_id: chatId };
};

const NOW = Date.UTC(2026, 0, 31, 23, 59, 59);
const DAY = Math.floor(NOW / 86_400_000);

interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

const storeThat = (answer: (attempt: number) => number | Error) => {
  const sent: Sent[] = [];
  const store = s3Facts({
    url: 'https://reports.s3.eu-west-1.amazonaws.com',
    prefix: 'facts/',
    region: 'eu-west-1',
    credentials: () => ({ accessKeyId: 'key-id', secretAccessKey: 'key', sessionToken: 'token' }),
    clock: memoryClock(NOW),
    fetch: async (input, init = {}) => {
      sent.push({ url: input instanceof URL ? input.href : '', init });
      const answered = answer(sent.length);
      if (answered instanceof Error) throw answered;
      return new Response(null, { status: answered });
    },
  });
  return { store, sent };
};

describe('a request to S3', () => {
  // The example "PUT Object" of the S3 API reference, with its published keys and result.
  it('is signed as the API reference shows', () => {
    const { authorization } = signedHeaders(
      {
        method: 'PUT',
        url: new URL('https://examplebucket.s3.amazonaws.com/test%24file.text'),
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        body: 'Welcome to Amazon S3.',
      },
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      'us-east-1',
      Date.UTC(2013, 4, 24),
    );
    expect(authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
        'SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, ' +
        'Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    );
  });

  it('carries and signs the token of a role', () => {
    const headers = signedHeaders(
      { method: 'PUT', url: new URL('https://bucket/key'), headers: {}, body: '' },
      { accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' },
      'eu-west-1',
      NOW,
    );
    expect(headers['x-amz-security-token']).toBe('token');
    expect(headers['authorization']).toContain(
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,',
    );
  });
});

describe('rows in S3', () => {
  it('[REP-10] are a line each, in a file below their day that is named after its chats', () => {
    const [a, b] = [rowOf('a'.repeat(26)), rowOf('b'.repeat(26))];
    const file = factsFile('facts/', DAY, [b, a]);
    expect(file).toEqual(factsFile('facts/', DAY, [a, b]));
    expect(file.key).toMatch(/^facts\/day=2026-01-31\/[0-9a-f]{32}\.json$/);
    expect(file.body).toBe(`${JSON.stringify(a)}\n${JSON.stringify(b)}\n`);
    expect(Object.keys(JSON.parse(file.body.split('\n')[0] ?? '') as object)).toEqual(Object.keys(FACT_COLUMNS));
    expect(factsFile('facts/', DAY, [a]).key).not.toBe(file.key);
  });

  it('have days that go from midnight to midnight in UTC', () => {
    expect([dayText(0), dayText(DAY)]).toEqual(['1970-01-01', '2026-01-31']);
  });

  it('are put with one request', async () => {
    const { store, sent } = storeThat(() => 200);
    const row = rowOf('a'.repeat(26));
    await store.put(DAY, [row]);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.url).toMatch(
      /^https:\/\/reports\.s3\.eu-west-1\.amazonaws\.com\/facts\/day%3D2026-01-31\/[0-9a-f]{32}\.json$/,
    );
    expect(sent[0]?.init).toMatchObject({
      method: 'PUT',
      body: `${JSON.stringify(row)}\n`,
      headers: {
        'content-type': 'application/x-ndjson',
        'x-amz-date': '20260131T235959Z',
        'x-amz-security-token': 'token',
      },
    });
  });

  it.each([
    ['an answer that is lost', new Error('lost')],
    ['a server that is ill', 503],
    ['a server that asks to wait', 429],
  ])('[REP-11] are put again after %s, three times in all', async (_name, trouble) => {
    const cured = storeThat((attempt) => (attempt < 3 ? trouble : 200));
    await cured.store.put(DAY, [rowOf('a'.repeat(26))]);
    expect(cured.sent).toHaveLength(3);
    const ill = storeThat(() => trouble);
    await expect(ill.store.put(DAY, [rowOf('a'.repeat(26))])).rejects.toMatchObject({ name: 'Fault', retryable: true });
    expect(ill.sent).toHaveLength(3);
  });

  it('[REP-11] are not put again when S3 refuses them', async () => {
    const { store, sent } = storeThat(() => 403);
    await expect(store.put(DAY, [rowOf('a'.repeat(26))])).rejects.toThrow('unable to keep 1 rows; S3 answered 403');
    expect(sent).toHaveLength(1);
  });
});

describe('a report on the bus', () => {
  const reported = {
    id: 'chat.4.chat-reported.v1',
    chatId: 'chat',
    index: 4,
    at: NOW,
    service: 'shop',
    interactionStopped: true,
  };

  it('[REP-9] has the form of every announcement, with statistics where they are asked for', async () => {
    const bus = mockClient(EventBridgeClient);
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
    const reports = eventBridgeReports(new EventBridgeClient({ region: 'eu-west-1' }), 'chats');
    await reports.report(reported);
    await reports.report({ ...reported, statistics: { wait_count: 1 } });
    const entries = bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries?.[0]);
    expect(entries[0]).toMatchObject({ EventBusName: 'chats', Source: 'dormouse', DetailType: 'chat-reported.v1' });
    const data = { chatId: 'chat', index: 4, service: 'shop', interactionStopped: true };
    expect(entries.map((entry) => JSON.parse(entry?.Detail ?? '') as unknown)).toEqual([
      {
        specversion: '1.0',
        id: 'chat.4.chat-reported.v1',
        source: 'dormouse',
        type: 'chat-reported.v1',
        subject: 'chat',
        time: '2026-01-31T23:59:59.000Z',
        data,
      },
      expect.objectContaining({ data: { ...data, statistics: { wait_count: 1 } } }),
    ]);
  });
});
