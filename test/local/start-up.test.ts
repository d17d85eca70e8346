import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseOptions } from '../../local/options.ts';
import { startLocalCloud } from '../../local/start-local-cloud.ts';
import { SMALL_STACK, asRecord } from './support/small-cloud.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'stack-'));
  cpSync(SMALL_STACK, directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Rewrites the copied template's resources. */
function change(edit: (resources: Record<string, unknown>) => void): void {
  const path = join(directory, 'Small.template.json');
  const template = asRecord(JSON.parse(readFileSync(path, 'utf8')));
  const resources = asRecord(template['Resources']);
  edit(resources);
  writeFileSync(path, JSON.stringify({ ...template, Resources: resources }));
}

const start = (port = 0) => startLocalCloud({ assemblyDirectory: directory, port, clock: 'virtual' });

describe('a stack does not start', () => {
  it('when API Gateway may not invoke a route’s function', async () => {
    change((resources) => delete resources['HttpPermission']);
    await expect(start()).rejects.toThrow(
      /^unable to start; no AWS::Lambda::Permission lets API Gateway invoke .*HttpFunction.* for .*\/POST\/chats\/\{chatId\}\/notes$/,
    );
  });

  it('when a function’s role may not read its source', async () => {
    change((resources) => delete resources['EffectsPolicy']);
    await expect(start()).rejects.toThrow(
      /^unable to start StreamMapping; .* is not authorized to perform: dynamodb:DescribeStream on resource: .*\/stream\//,
    );
  });

  it('when the assembly is not there', async () => {
    rmSync(join(directory, 'manifest.json'));
    await expect(start()).rejects.toThrow(
      `unable to read the cloud assembly; ${directory}/manifest.json does not exist`,
    );
  });

  it('when its port is taken', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve(Number(asRecord(other.address())['port'])));
    });
    await expect(start(port)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
    other.close();
  });
});

describe('two stacks', () => {
  it('run side by side in one process, each with its own data and clock', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await first.advance(5_000);
    expect(first.clock.now()).toBeGreaterThan(second.clock.now());
    expect(first.outputs.local.endpoint).not.toBe(second.outputs.local.endpoint);
    await Promise.all([first.stop(), second.stop()]);
  });
});

describe('the command line', () => {
  it('has defaults', () => {
    expect(parseOptions([])).toEqual({
      port: 4480,
      dataDir: undefined,
      clock: 'real',
      assemblyDirectory: 'cdk.out',
      context: {},
      synthesizes: true,
      quiet: false,
      help: false,
    });
  });

  it.each([
    [['--port', '70000'], 'unable to read the options; 70000 is not a port'],
    [['--clock', 'broken'], 'unable to read the options; --clock is real or virtual, not broken'],
    [['--bogus'], "unable to read the options; Unknown option '--bogus'"],
  ])('%j is refused in one sentence', (args, sentence) => {
    expect(() => parseOptions(args)).toThrow(sentence);
  });
});
