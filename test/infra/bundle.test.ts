import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bundleFunctions, bundlePages } from '../../scripts/bundle.ts';
import { withTempDir } from './synthesized.ts';

const nodeModules = fileURLToPath(new URL('../../node_modules', import.meta.url));

const write = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};

/** Makes the calls of the largest function that the size bar is for. */
const socketSource = `
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ApiGatewayManagementApiClient, DeleteConnectionCommand, GetConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
const commands = { DeleteItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand, DeleteConnectionCommand, GetConnectionCommand };
export const handler = async (endpoint: string) => {
  const item = await new DynamoDBClient({ endpoint, region: 'eu-west-1' }).send(
    new GetItemCommand({ TableName: 'chats', Key: { pk: { S: 'CHAT#1' } } }),
  );
  await new ApiGatewayManagementApiClient({ endpoint, region: 'eu-west-1' }).send(
    new PostToConnectionCommand({ ConnectionId: 'c1', Data: JSON.stringify(item.Item) }),
  );
  return Object.keys(commands).length;
};`;

interface Call {
  readonly path: string;
  readonly signedBy: string | undefined;
  readonly body: string;
}

/** Answers every call like DynamoDB with one item, and keeps what was asked. */
const withFakeCloud = async (use: (endpoint: string) => Promise<void>): Promise<readonly Call[]> => {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const signedBy = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1];
      calls.push({ path: request.url ?? '', signedBy, body });
      response.setHeader('content-type', 'application/x-amz-json-1.0').end('{"Item":{"pk":{"S":"CHAT#1"}}}');
    });
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
  try {
    await use(`http://127.0.0.1:${port}`);
    return calls;
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const handlerIn = async (path: string): Promise<(event: string) => Promise<unknown>> => {
  const module: unknown = await import(pathToFileURL(path).href);
  if (typeof module === 'object' && module !== null && 'handler' in module && typeof module.handler === 'function') {
    const { handler } = module;
    return async (event) => Reflect.apply(handler, undefined, [event]) as unknown;
  }
  throw new Error(`${path} exports no handler`);
};

describe('bundling functions', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('keeps a function with the clients of `socket` under 150 KB, which leaves 106 KB of the bar to its own code', () =>
    withTempDir(async (dir) => {
      symlinkSync(nodeModules, join(dir, 'node_modules'));
      write(join(dir, 'functions/socket/index.ts'), socketSource);
      const outputDir = join(dir, 'out');
      const report = await bundleFunctions({ sourceDir: join(dir, 'functions'), outputDir });
      const [socket] = report.functions;
      expect(report.missing).toEqual(['authorize', 'http', 'admin', 'wake', 'effects', 'push', 'sweep', 'report']);
      expect(readdirSync(outputDir).sort()).toEqual(['socket', 'socket.meta.json']);
      expect(socket?.bytes).toBe(readFileSync(join(outputDir, 'socket/index.mjs')).length);
      expect(socket?.bytes).toBeLessThan(150 * 1024);
      expect(socket?.sdkBytes).toBeGreaterThan(120 * 1024);
      expect(socket?.otherPackagesBytes).toBe(0);
    }));

  it('makes calls that are signed with the credentials of the environment', () =>
    withTempDir(async (dir) => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDSOCKET');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
      symlinkSync(nodeModules, join(dir, 'node_modules'));
      write(join(dir, 'functions/socket/index.ts'), socketSource);
      await bundleFunctions({ sourceDir: join(dir, 'functions'), outputDir: join(dir, 'out') });
      const handler = await handlerIn(join(dir, 'out/socket/index.mjs'));
      const calls = await withFakeCloud(async (endpoint) => {
        expect(await handler(endpoint)).toBe(6);
      });
      expect(calls).toEqual([
        { path: '/', signedBy: 'AKIDSOCKET', body: '{"TableName":"chats","Key":{"pk":{"S":"CHAT#1"}}}' },
        { path: '/@connections/c1', signedBy: 'AKIDSOCKET', body: '{"pk":{"S":"CHAT#1"}}' },
      ]);
    }));

  it('removes the bundle of a function whose source is gone', () =>
    withTempDir(async (dir) => {
      write(join(dir, 'out/wake/index.mjs'), 'old');
      write(join(dir, 'functions/sweep/index.ts'), 'export const handler = async () => 1;');
      await bundleFunctions({ sourceDir: join(dir, 'functions'), outputDir: join(dir, 'out') });
      expect(readdirSync(join(dir, 'out')).sort()).toEqual(['sweep', 'sweep.meta.json']);
    }));

  it('fails with the message of the compiler when a source is wrong', () =>
    withTempDir(async (dir) => {
      write(join(dir, 'functions/wake/index.ts'), `import { nothing } from './absent.ts'; nothing();`);
      const bundling = bundleFunctions({ sourceDir: join(dir, 'functions'), outputDir: join(dir, 'out') });
      await expect(bundling).rejects.toThrow('Could not resolve "./absent.ts"');
    }));
});

describe('bundling pages', () => {
  it('mirrors the site: a main module is compiled with what it imports, the rest but sources is copied', () =>
    withTempDir(async (dir) => {
      const places = { sourceDir: join(dir, 'web'), outputDir: join(dir, 'out') };
      write(join(places.sourceDir, 'index.html'), '<!doctype html>');
      write(join(dir, 'web/client/answer.ts'), 'export const answer: number = 42;');
      write(
        join(places.sourceDir, 'widget/main.ts'),
        `import { answer } from '../client/answer.ts'; export const a = answer;`,
      );
      write(join(places.sourceDir, 'widget/unused.ts'), 'broken(');
      write(join(places.sourceDir, 'tsconfig.json'), '{}');
      write(join(places.sourceDir, 'globals.d.ts'), 'declare const x: 1;');
      write(join(places.outputDir, 'stale.js'), 'old');
      const pages = await bundlePages(places);
      const contentOf = (path: string): string => readFileSync(join(places.outputDir, path), 'utf8');
      expect(pages.map(({ path }) => path)).toEqual(['index.html', 'widget/widget.js']);
      expect(pages.map(({ bytes }) => bytes)).toEqual(pages.map(({ path }) => contentOf(path).length));
      expect(contentOf('index.html')).toBe('<!doctype html>');
      expect(contentOf('widget/widget.js')).toMatch(/^var (\w)=42;export\{\1 as a\};\n$/);
      expect(readdirSync(places.outputDir).sort()).toEqual(['index.html', 'widget']);
    }));

  it('makes an empty site while there are no pages', () =>
    withTempDir(async (dir) => {
      const outputDir = join(dir, 'out');
      expect(await bundlePages({ sourceDir: join(dir, 'none'), outputDir })).toEqual([]);
      expect(readdirSync(outputDir)).toEqual([]);
    }));
});
