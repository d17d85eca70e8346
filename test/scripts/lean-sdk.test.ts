import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bundleEntry } from '../../scripts/bundle.ts';
import { sdkReplacements } from '../../scripts/bundle-sdk.ts';
import { modulesAt } from '../../scripts/lean-sdk/replacement.ts';
import type * as Probe from './support/sdk-probe.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A service that gives the answers it is told to, one after the other, the last one again and again; or none. */
const scripted = (): { server: Server; asked: Asked[]; script: (replies: readonly Reply[]) => void } => {
  const asked: Asked[] = [];
  let replies: readonly Reply[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const reply = replies[Math.min(asked.length, replies.length - 1)];
      asked.push({ method: request.method, url: request.url, headers: request.headers, body });
      if (reply === undefined) return;
      response.writeHead(reply.status, { 'x-amzn-requestid': 'r1', ...reply.headers }).end(reply.body);
    });
  });
  const script = (next: readonly Reply[]): void => {
    replies = next;
    asked.length = 0;
  };
  return { server, asked, script };
};

// Six clients are bundled twice and asked in turn, on machines that are busy with other tests.
const BUNDLING_MS = 300_000;
vi.setConfig({ testTimeout: 120_000 });

const dir = mkdtempSync(join(tmpdir(), 'dormouse-sdk-'));
const service = scripted();
let whole: typeof Probe;
let lean: typeof Probe;
let endpoint: string;

beforeAll(async () => {
  const probe = here('support/sdk-probe.ts');
  await bundleEntry(probe, join(dir, 'lean.mjs'));
  await build({
    entryPoints: [probe],
    outfile: join(dir, 'whole.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    // What the lean bundle is made from too: the other builds of the SDK can be a version behind.
    mainFields: ['module', 'main'],
    conditions: ['module'],
    banner: { js: `import{createRequire}from'node:module';const require=createRequire(import.meta.url);` },
  });
  const load = async (name: string): Promise<typeof Probe> =>
    (await import(pathToFileURL(join(dir, name)).href)) as typeof Probe;
  [lean, whole] = [await load('lean.mjs'), await load('whole.mjs')];
  await new Promise<void>((resolve) => service.server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(service.server.address() as AddressInfo).port}`;
}, BUNDLING_MS);

afterAll(() => {
  service.server.closeAllConnections();
  service.server.close();
  rmSync(dir, { recursive: true, force: true });
});

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDTEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'token');
  vi.stubEnv('AWS_CONFIG_FILE', join(dir, 'none'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(dir, 'none'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** What both say to the same answers, and ask for them. */
const both = async (
  operation: Probe.Operation,
  replies: readonly Reply[],
): Promise<{ whole: object; lean: object; wholeAsked: Asked[]; leanAsked: Asked[] }> => {
  // How long a retry waits is left to chance.
  vi.spyOn(Math, 'random').mockReturnValue(0.1);
  service.script(replies);
  const saidWhole = await whole.ask(operation, endpoint);
  const wholeAsked = [...service.asked];
  service.script(replies);
  const saidLean = await lean.ask(operation, endpoint);
  return { whole: saidWhole, lean: saidLean, wholeAsked, leanAsked: [...service.asked] };
};

describe('the list of what is replaced', () => {
  const sdk = ['@aws', '@aws-sdk', '@smithy'].flatMap((scope) =>
    readdirSync(here(`../../node_modules/${scope}`), { recursive: true, encoding: 'utf8' }).map(
      (path) => `/node_modules/${scope}/${path}`,
    ),
  );

  it.each(sdkReplacements.map(({ modules, why }) => [modules.source, why, modules] as const))(
    'names modules that the SDK has: %s, because: %s',
    (_source, _why, modules) => {
      expect(sdk.filter((path) => modules.test(path))).not.toEqual([]);
    },
  );

  it('takes parts of a name and choices of names, and no path that only ends alike', () => {
    const modules = modulesAt('@aws-sdk/client-{sqs,s3}/*/a.js');
    const paths = [
      'client-sqs/dist-es/a.js',
      'client-s3\\dist-es\\a.js',
      'client-sns/dist-es/a.js',
      'client-sqs/x/y/a.js',
    ];
    expect(paths.map((path) => modules.test(`/p/node_modules/@aws-sdk/${path}`))).toEqual([true, true, false, false]);
    expect(modules.test('/p/node_modules/my@aws-sdk/client-sqs/dist-es/a.js')).toBe(false);
    expect(modules.test('/p/node_modules/@aws-sdk/client-sqs/dist-es/axjs')).toBe(false);
  });

  it.each(['endpoint/endpointResolver.js', 'schemas/schemas_0.js'])('stops when %s does not look as it did', (part) => {
    const path = here(`../../node_modules/@aws-sdk/client-scheduler/dist-es/${part}`);
    const replacement = sdkReplacements.find(({ modules }) => modules.test(path));
    const source = 'export const defaultEndpointResolver = 1; n1_registry.registerError(A$, A);';
    const other = path.replace('client-scheduler', 'core').replace(part, 'index.js');
    expect(() => replacement?.contents({ path: part.startsWith('schemas') ? path : other, source })).toThrow(
      /^unable to bundle @aws-sdk\//,
    );
  });
});

describe('endpoints', () => {
  const regions = [
    'us-east-1',
    'eu-west-1',
    'ap-southeast-7',
    'mx-central-1',
    'eu-unheardof-9',
    'elsewhere',
    'cn-north-1',
    'cn-northwest-1',
    'eusc-de-east-1',
    'us-gov-east-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'us-isof-south-1',
  ];

  it.each(regions)('are those of the SDK in %s', (region) => {
    expect(lean.endpointsIn(region)).toEqual(whole.endpointsIn(region));
  });

  it('have the suffix of their partition', () => {
    expect(lean.endpointsIn('eu-west-1')[0]).toBe('https://dynamodb.eu-west-1.amazonaws.com/');
    expect(lean.endpointsIn('cn-north-1')[5]).toBe('https://sqs.cn-north-1.amazonaws.com.cn/');
  });

  it('that are given are kept with their path', () => {
    const given = { Endpoint: 'https://x.example:8443/stage' };
    expect(lean.endpointsIn('eu-west-1', given)).toEqual(whole.endpointsIn('eu-west-1', given));
    expect(lean.endpointsIn('eu-west-1', given)[1]).toBe('https://x.example:8443/stage');
  });

  it.each([{ UseFIPS: true }, { UseDualStack: true }, { EndpointId: 'abc.xyz' }])(
    'of other kinds are refused: %o',
    (switches) => {
      expect(() => lean.endpointsIn('eu-west-1', switches)).toThrow('the bundle knows regional ones only');
    },
  );

  it('need a region', () => {
    expect(() => lean.endpointsIn('')).toThrow('Region is missing');
  });
});

describe('requests', () => {
  const operations: readonly Probe.Operation[] = [
    'getItem',
    'putItem',
    'postToConnection',
    'getConnection',
    'putEvents',
    'createSchedule',
    'getSecretValue',
    'sendMessage',
  ];

  it.each(operations)('are the same, byte for byte, and signed alike: %s', async (operation) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2030, 0, 1) });
    vi.spyOn(crypto, 'randomUUID').mockReturnValue('00000000-0000-4000-8000-000000000000');
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'socket');
    vi.stubEnv('AWS_EXECUTION_ENV', 'AWS_Lambda_nodejs24.x');
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793');
    const { wholeAsked, leanAsked, ...said } = await both(operation, [{ status: 200, body: '{}' }]);
    expect(leanAsked).toEqual(wholeAsked);
    expect(said.lean).toEqual(said.whole);
    expect(leanAsked).toHaveLength(1);
    expect(leanAsked[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDTEST\/20300101\/eu-west-1\//);
    expect(leanAsked[0]?.headers['x-amzn-trace-id']).toBe('Root=1-5759e988-bd862e3fe1be46a994272793');
  });

  it('take the trace id from the store of the runtime where there is one', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'socket');
    vi.stubGlobal('awslambda', { InvokeStore: { getXRayTraceId: () => 'Root=1-of-the-store' } });
    service.script([{ status: 200, body: '{}' }]);
    await lean.ask('getItem', endpoint);
    vi.unstubAllGlobals();
    expect(service.asked.map(({ headers }) => headers['x-amzn-trace-id'])).toEqual(['Root=1-of-the-store']);
  });
});

describe('answers', () => {
  const outputs: readonly (readonly [Probe.Operation, string])[] = [
    [
      'getItem',
      '{"Item":{"pk":{"S":"ü"},"b":{"B":"AQI="},"l":{"L":[{"N":"1.5"},{"NULL":true}]},"m":{"M":{"x":{"BOOL":false}}}}}',
    ],
    ['putItem', '{"Attributes":{"pk":{"S":"x"}},"ConsumedCapacity":{"TableName":"chats","CapacityUnits":1}}'],
    ['getConnection', '{"connectedAt":"2030-01-01T00:00:00Z","identity":{"sourceIp":"1.2.3.4","userAgent":"x"}}'],
    ['putEvents', '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"ThrottlingException"}]}'],
    ['createSchedule', '{"ScheduleArn":"arn"}'],
    ['getSecretValue', '{"SecretString":"{}","CreatedDate":1.5}'],
    ['sendMessage', '{"MessageId":"m","MD5OfMessageBody":"c03410a5204b21cd8229ff754688d743"}'],
  ];

  it.each(outputs)('are read alike: %s %s', async (operation, body) => {
    const said = await both(operation, [{ status: 200, body }]);
    expect(said.lean).toEqual(said.whole);
    expect(said.lean).not.toHaveProperty('name');
  });
});

describe('errors', () => {
  const dynamo = 'com.amazonaws.dynamodb.v20120810#';
  const coral = 'com.amazon.coral.validate#';
  const typed = (type: string): Readonly<Record<string, string>> => ({ 'x-amzn-errortype': type });
  const refusals: readonly (readonly [string, Probe.Operation, Reply, number])[] = [
    [
      'ConditionalCheckFailedException',
      'putItem',
      {
        status: 400,
        body: `{"__type":"${dynamo}ConditionalCheckFailedException","message":"no","Item":{"b":{"B":"AQI="}}}`,
      },
      1,
    ],
    [
      'ResourceNotFoundException',
      'getItem',
      { status: 400, body: `{"__type":"${dynamo}ResourceNotFoundException","message":"no table"}` },
      1,
    ],
    [
      'ValidationException',
      'getItem',
      { status: 400, body: `{"__type":"${coral}ValidationException","Message":"bad"}` },
      1,
    ],
    [
      'ItemCollectionSizeLimitExceededException',
      'putItem',
      { status: 400, body: `{"__type":"${dynamo}ItemCollectionSizeLimitExceededException","message":"big"}` },
      1,
    ],
    [
      'ThrottlingException',
      'getItem',
      {
        status: 400,
        body: `{"__type":"${dynamo}ThrottlingException","message":"slow","throttlingReasons":[{"reason":"x","resource":"y"}]}`,
      },
      3,
    ],
    [
      'ProvisionedThroughputExceededException',
      'getItem',
      { status: 400, body: `{"__type":"${dynamo}ProvisionedThroughputExceededException","message":"slow"}` },
      3,
    ],
    [
      'ReplicatedWriteConflictException',
      'putItem',
      { status: 400, body: `{"__type":"${dynamo}ReplicatedWriteConflictException","message":"again"}` },
      3,
    ],
    [
      'InternalServerError',
      'getItem',
      { status: 500, body: `{"__type":"${dynamo}InternalServerError","message":"oh"}` },
      3,
    ],
    ['GoneException', 'postToConnection', { status: 410, headers: typed('GoneException'), body: '' }, 1],
    [
      'ForbiddenException',
      'getConnection',
      { status: 403, headers: typed('ForbiddenException'), body: '{"message":"no"}' },
      1,
    ],
    [
      'PayloadTooLargeException',
      'postToConnection',
      { status: 413, headers: typed('PayloadTooLargeException'), body: '{"message":"big"}' },
      1,
    ],
    [
      'LimitExceededException',
      'postToConnection',
      { status: 429, headers: typed('LimitExceededException'), body: '{"message":"slow"}' },
      1,
    ],
    [
      'ConflictException',
      'createSchedule',
      { status: 409, headers: typed('ConflictException:http://x'), body: '{"Message":"exists"}' },
      1,
    ],
    [
      'ResourceNotFoundException',
      'getSecretValue',
      { status: 400, body: '{"__type":"ResourceNotFoundException","Message":"none"}' },
      1,
    ],
    ['InternalException', 'putEvents', { status: 500, body: '{"__type":"InternalException","message":"oh"}' }, 3],
    [
      'QueueDoesNotExist',
      'sendMessage',
      {
        status: 400,
        headers: { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
        body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"}',
      },
      1,
    ],
  ];

  it.each(refusals)('say the same and are tried as often: %s of %s', async (name, operation, reply, attempts) => {
    const { wholeAsked, leanAsked, ...said } = await both(operation, [reply]);
    expect(said.lean).toEqual(said.whole);
    expect(said.lean).toMatchObject({ name });
    expect([wholeAsked.length, leanAsked.length]).toEqual([attempts, attempts]);
  });

  it('are time-outs where nobody answers, and such calls are tried again', async () => {
    const { wholeAsked, leanAsked, ...said } = await both('getItemInHaste', []);
    expect(said.lean).toEqual(said.whole);
    expect(said.lean).toMatchObject({ name: 'TimeoutError', $metadata: { attempts: 3 } });
    expect([wholeAsked.length, leanAsked.length]).toEqual([3, 3]);
  });

  it('of a throttled table pass when a later attempt is answered', async () => {
    const throttled = { status: 400, body: `{"__type":"${dynamo}ThrottlingException","message":"slow"}` };
    const { leanAsked, ...said } = await both('getItem', [throttled, throttled, { status: 200, body: '{"Item":{}}' }]);
    expect(leanAsked).toHaveLength(3);
    expect(said.lean).toMatchObject({ Item: {}, $metadata: { attempts: 3 } });
  });

  it('tell who asks for adaptive retries that there are none', async () => {
    vi.stubEnv('AWS_RETRY_MODE', 'adaptive');
    expect(await lean.ask('getItem', endpoint)).toMatchObject({
      message: 'unable to retry; the bundle knows AWS_RETRY_MODE "standard" only',
    });
  });
});
