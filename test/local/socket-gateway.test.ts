import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud, LocalLine } from '../../local/local-cloud.ts';
import { START_MS, TestSocket, asRecord, sortKeys, startSmallCloud } from './support/small-cloud.ts';

let cloud: LocalCloud;
let lines: LocalLine[];

beforeAll(async () => {
  ({ cloud, lines } = await startSmallCloud());
});
afterAll(() => cloud.stop());

const url = (ticket = 'good'): string => `${cloud.outputs['SocketUrl']}?ticket=${ticket}`;
const frontDoorUrl = (): string => `${cloud.outputs['FrontDoorUrl']?.replace('http', 'ws')}/socket?ticket=good`;

describe('the handshake', () => {
  it('refuses with 403 when the authorizer denies', async () => {
    await expect(TestSocket.open(url('none'))).rejects.toThrow('refused 403');
  });

  it('refuses with 401 when the authorizer throws Unauthorized', async () => {
    await expect(TestSocket.open(url('forged'))).rejects.toThrow('refused 401');
  });

  it('refuses with 500 when the authorizer fails', async () => {
    await expect(TestSocket.open(url('broken'))).rejects.toThrow('refused 500');
  });

  it('opens through the front door, with the path rewritten and the query kept', async () => {
    const socket = await TestSocket.open(frontDoorUrl());
    expect(await socket.ask({ do: 'put', pk: 'door', sk: '1' })).toEqual({ answer: 'put' });
    socket.close();
  });
});

describe('a frame', () => {
  it('reaches the function in the shape of API Gateway, authorizer context as texts', async () => {
    const socket = await TestSocket.open(url());
    const { answer } = await socket.ask({ op: 'anything', do: 'event' });
    expect(answer).toMatchObject({
      body: '{"op":"anything","do":"event"}',
      isBase64Encoded: false,
      requestContext: {
        routeKey: '$default',
        eventType: 'MESSAGE',
        messageDirection: 'IN',
        stage: 'v1',
        connectedAt: START_MS,
        requestTimeEpoch: START_MS,
        requestTime: '01/Jan/2030:12:00:00 +0000',
        authorizer: { principalId: 'visitor', chatId: 'c1', expiresAtSec: '1234', isAgent: 'false' },
      },
    });
    socket.close();
  });

  it('that is not JSON goes to $default, and its answer comes back verbatim', async () => {
    const socket = await TestSocket.open(url());
    socket.send('hello');
    expect(await socket.next()).toBe('not JSON: hello');
    socket.close();
  });

  it('on a route without a route response is answered with nothing', async () => {
    const socket = await TestSocket.open(url());
    socket.send(JSON.stringify({ op: 'typing' }));
    expect(await socket.ask({ do: 'put', pk: 'typing', sk: '1' })).toEqual({ answer: 'put' });
    await cloud.idle();
    expect(socket.unread).toEqual([]);
    expect(cloud.functionOutput()).toContain('SocketFunction: someone types');
    socket.close();
  });

  it('whose handler throws is answered with the gateway’s error frame', async () => {
    const socket = await TestSocket.open(url());
    const frame = await socket.ask({ do: 'throw' });
    expect(frame['message']).toBe('Internal server error');
    expect(Object.keys(frame)).toEqual(['message', 'connectionId', 'requestId']);
    expect(lines.filter(({ kind }) => kind === 'failure').map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^Small-SocketFunction-\w+: TypeError: as asked$/),
    );
    socket.close();
  });

  it('whose handler outlives its timeout ends that environment, and the next frame gets a new one', async () => {
    const socket = await TestSocket.open(url());
    expect(await socket.ask({ do: 'hang' })).toMatchObject({ message: 'Internal server error' });
    expect(await socket.ask({ do: 'crash' })).toMatchObject({ message: 'Internal server error' });
    expect(await socket.ask({ do: 'put', pk: 'after', sk: '1' })).toEqual({ answer: 'put' });
    const failures = lines.map(({ text }) => text);
    expect(failures).toContainEqual(expect.stringContaining('Sandbox.Timedout: '));
    expect(failures).toContainEqual(expect.stringContaining('Runtime.UnhandledPromiseRejection: nobody listens'));
    socket.close();
  });

  it('larger than 32 KB closes the socket with 1009', async () => {
    const socket = await TestSocket.open(url());
    socket.send('x'.repeat(32 * 1024 + 1));
    expect(await socket.closed).toMatchObject({ code: 1009 });
  });

  it('of exactly 32 KB passes', async () => {
    const socket = await TestSocket.open(url());
    socket.send('x'.repeat(32 * 1024));
    expect(await socket.next()).toHaveLength(32 * 1024 + 'not JSON: '.length);
    socket.close();
  });

  it('that is binary closes the socket with 1003', async () => {
    const socket = await TestSocket.open(url());
    socket.send(Buffer.from([1]));
    expect(await socket.closed).toMatchObject({ code: 1003 });
  });
});

describe('@connections', () => {
  it('posts to a socket', async () => {
    const socket = await TestSocket.open(url());
    socket.send(JSON.stringify({ do: 'post', data: 'news' }));
    const frames = [await socket.next(), await socket.next()].toSorted();
    expect(frames).toEqual(['news', '{"answer":"posted"}']);
    socket.close();
  });

  it('answers 410 for a socket that is gone, and 413 above 128 KB', async () => {
    const socket = await TestSocket.open(url());
    expect(await socket.ask({ do: 'post', to: 'nobody=', data: 'x' })).toMatchObject({ failed: 'GoneException' });
    const { answer } = await socket.ask({ do: 'event' });
    expect(answer).toBeDefined();
    socket.close();
  });

  it('refuses what the role does not allow', async () => {
    const socket = await TestSocket.open(url());
    const answer = await socket.ask({ do: 'look' });
    expect(answer['message']).toMatch(
      /is not authorized to perform: execute-api:ManageConnections on resource: .*\/v1\/GET\/@connections\/\*/,
    );
    expect(await socket.ask({ do: 'delete', pk: 'a', sk: 'b' })).toMatchObject({ failed: 'AccessDeniedException' });
    expect(lines.filter(({ kind }) => kind === 'refusal').at(-1)?.text).toMatch(
      /^refused dynamodb.DeleteItem for LOCALSocketFunction\d+: .*dynamodb:DeleteItem on resource: arn:aws:dynamodb:/,
    );
    socket.close();
  });

  it('drops a post when told to', async () => {
    const socket = await TestSocket.open(url());
    cloud.faults.dropPosts = 1;
    expect(await socket.ask({ do: 'post', data: 'lost' })).toEqual({ answer: 'posted' });
    expect(socket.unread).toEqual([]);
    socket.close();
  });
});

describe('the end of a socket', () => {
  it('is told to $disconnect once, whoever ended it', async () => {
    const socket = await TestSocket.open(url());
    const { answer } = await socket.ask({ do: 'event' });
    const connectionId = contextOf(answer)['connectionId'];
    socket.vanish();
    await socket.closed;
    await expect.poll(() => sortKeys(cloud, 'gone')).toContain(connectionId);
  });

  it('is told to nobody when the fault switch says so', async () => {
    const socket = await TestSocket.open(url());
    const connectionId = contextOf((await socket.ask({ do: 'event' }))['answer'])['connectionId'];
    cloud.faults.suppressDisconnects = true;
    socket.close();
    await socket.closed;
    await expect.poll(() => cloud.connections().some(({ id }) => id === connectionId)).toBe(false);
    await cloud.idle();
    cloud.faults.suppressDisconnects = false;
    expect(await sortKeys(cloud, 'gone')).not.toContain(connectionId);
  });

  it('comes after ten minutes without a frame, and after two hours in any case', async () => {
    const idle = await TestSocket.open(url());
    const busy = await TestSocket.open(url());
    const before = await busy.ask({ do: 'now' });
    expect(before['answer']).toEqual({
      now: START_MS,
      fresh: '2030-01-01T12:00:00.000Z',
      fixed: '1970-01-01T00:00:00.000Z',
      isDate: true,
    });
    await cloud.advance(9 * 60_000);
    expect(await busy.ask({ do: 'now' })).toMatchObject({ answer: { now: START_MS + 9 * 60_000 } });
    await cloud.advance(60_000);
    expect(await idle.closed).toEqual({ code: 1001, reason: 'Going away' });
    await busy.ask({ do: 'now' });
    for (let minutes = 19; minutes < 120; minutes += 9) {
      await cloud.advance(9 * 60_000);
      await busy.ask({ do: 'now' });
    }
    await cloud.advance(9 * 60_000);
    expect(await busy.closed).toEqual({ code: 1001, reason: 'Going away' });
  });
});

function contextOf(event: unknown): Record<string, unknown> {
  return asRecord(asRecord(event)['requestContext']);
}
