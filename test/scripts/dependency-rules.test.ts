import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type IConfiguration, cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Tree = Readonly<Record<string, string>>;

const CONFIG_FILE = join(import.meta.dirname, '../../.dependency-cruiser.mjs');

const PACKAGES = {
  dependencies: [
    'valibot',
    '@aws-sdk/client-apigatewaymanagementapi',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-eventbridge',
    '@aws-sdk/client-scheduler',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-sqs',
  ],
  devDependencies: ['vitest', 'ws', 'aws-cdk-lib', 'constructs'],
  undeclared: ['left-behind'],
};

/** A project in which every folder imports all that it may. */
const SOUND: Tree = {
  'shared/protocol/limits.ts': `import * as v from 'valibot'; export const limit = v;`,
  'shared/protocol/messages.ts': `import { limit } from './limits.ts'; export type Message = typeof limit;`,
  'shared/protocol/index.ts': `export type * from './messages.ts'; export * from './limits.ts';`,
  'shared/domain/decide.ts': `import { limit } from '../protocol/limits.ts'; import type { Message } from '../protocol/messages.ts';
    export type Event = Message; export const decide = limit;`,
  'shared/app/ports.ts': `import type { Event } from '../domain/decide.ts'; export type ChatLog = Event;`,
  'shared/app/handle-command.ts': `import { decide } from '../domain/decide.ts'; import type { ChatLog } from './ports.ts';
    export type Handle = ChatLog; export const handle = decide;`,
  'shared/config/env-names.ts': `import * as v from 'valibot'; export const names = v;`,
  'shared/log/log-codes.ts': `export const codes = 1;`,
  'shared/log/logger.ts': `import { codes } from './log-codes.ts'; export const log = codes;`,
  'shared/adapters/dynamodb/chat-log.ts': `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
    import type { ChatLog } from '../../app/ports.ts'; export type A = ChatLog; export const dynamoChatLog = DynamoDBClient;`,
  'shared/adapters/system/clock.ts': `import { randomUUID } from 'node:crypto'; export const clock = randomUUID;`,
  'shared/adapters/memory/chat-log.ts': `import type { ChatLog } from '../../app/ports.ts'; export type M = ChatLog;`,
  'functions/socket/handler.ts': `import type { APIGatewayProxyResultV2 } from 'aws-lambda'; import { handle } from '../../shared/app/handle-command.ts';
    import type { Event } from '../../shared/domain/decide.ts'; import { log } from '../../shared/log/logger.ts';
    export type R = APIGatewayProxyResultV2 | Event; export const makeHandler = [handle, log];`,
  'functions/socket/dependencies.ts': `import { clock } from '../../shared/adapters/system/clock.ts'; import { dynamoChatLog } from '../../shared/adapters/dynamodb/chat-log.ts';
    import { names } from '../../shared/config/env-names.ts'; export const runtimeDeps = [clock, dynamoChatLog, names];`,
  'functions/socket/index.ts': `import { makeHandler } from './handler.ts'; import { runtimeDeps } from './dependencies.ts'; export const handler = [makeHandler, runtimeDeps];`,
  'web/client/connect.ts': `import { limit } from '../../shared/protocol/index.ts'; export const connect = limit;`,
  'web/widget/main.ts': `import { connect } from '../client/connect.ts'; export const widget = connect;`,
  'web/agent/main.ts': `import { connect } from '../client/connect.ts'; export const desk = connect;`,
  'local/main.ts': `import { WebSocket } from 'ws'; import { limit } from '../shared/protocol/limits.ts'; export const cloud = [WebSocket, limit];`,
  'scripts/bundle.ts': `import { readFile } from 'node:fs/promises'; export const bundle = readFile;`,
  'infra/app.ts': `import { App } from 'aws-cdk-lib'; import { Construct } from 'constructs'; import { join } from 'node:path';
    import { bundle } from '../scripts/bundle.ts'; import { names } from '../shared/config/env-names.ts'; export const app = [App, Construct, join, bundle, names];`,
  'test/domain/decide.test.ts': `import { it } from 'vitest'; import { decide } from '../../shared/domain/decide.ts';
    import type { M } from '../../shared/adapters/memory/chat-log.ts'; export type T = M; export const t = [it, decide];`,
};

const sdkCase = (client: string): Tree => ({
  'shared/adapters/elsewhere/one.ts': `import * as sdk from '@aws-sdk/${client}'; export const one = sdk;`,
});

/** For each rule one file, or two, that break it. */
const BREAKING: Readonly<Record<string, Tree>> = {
  'protocol-imports-only-valibot': {
    'shared/protocol/a.ts': `import { decide } from '../domain/decide.ts'; export const a = decide;`,
  },
  'domain-imports-only-protocol': {
    'shared/domain/a.ts': `import type { ChatLog } from '../app/ports.ts'; export type A = ChatLog;`,
  },
  'domain-takes-types-from-protocol': {
    'shared/domain/a.ts': `import * as all from '../protocol/index.ts'; export const a = all;`,
  },
  'app-imports-only-the-core': { 'shared/app/a.ts': `import { log } from '../log/logger.ts'; export const a = log;` },
  'http-imports-app-and-protocol': {
    'shared/http/a.ts': `import { clock } from '../adapters/system/clock.ts'; export const a = clock;`,
  },
  'config-stands-alone': {
    'shared/config/a.ts': `import { limit } from '../protocol/limits.ts'; export const a = limit;`,
  },
  'log-stands-alone': { 'shared/log/a.ts': `import { limit } from '../protocol/limits.ts'; export const a = limit;` },
  'adapter-imports-ports-and-its-sdk': {
    'shared/adapters/dynamodb/a.ts': `import { handle } from '../../app/handle-command.ts'; export const a = handle;`,
  },
  'adapter-imports-no-other-adapter': {
    'shared/adapters/dynamodb/a.ts': `import { clock } from '../system/clock.ts'; export const a = clock;`,
  },
  'node-builtins-only-in-system-adapter': {
    'shared/adapters/dynamodb/a.ts': `import { join } from 'node:path'; export const a = join;`,
  },
  'memory-adapter-is-for-tests': {
    'functions/socket/dependencies.ts': `import type { M } from '../../shared/adapters/memory/chat-log.ts'; export type A = M;`,
  },
  'client-apigatewaymanagementapi-only-in-its-adapter': sdkCase('client-apigatewaymanagementapi'),
  'client-dynamodb-only-in-its-adapter': sdkCase('client-dynamodb'),
  'client-eventbridge-only-in-its-adapter': sdkCase('client-eventbridge'),
  'client-scheduler-only-in-its-adapter': sdkCase('client-scheduler'),
  'client-secrets-manager-only-in-its-adapter': sdkCase('client-secrets-manager'),
  'client-sqs-only-in-its-adapter': sdkCase('client-sqs'),
  'function-imports-app-and-protocol': {
    'functions/socket/a.ts': `import { createHash } from 'node:crypto'; export const a = createHash;`,
  },
  'function-imports-no-other-function': {
    'functions/wake/handler.ts': `import { makeHandler } from '../socket/handler.ts'; export const a = makeHandler;`,
  },
  'function-takes-types-from-domain': {
    'functions/socket/a.ts': `import { decide } from '../../shared/domain/decide.ts'; export const a = decide;`,
  },
  'adapters-only-in-dependencies': {
    'functions/socket/handler.ts': `import type { A } from '../../shared/adapters/dynamodb/chat-log.ts'; export type H = A;`,
  },
  'function-entry-is-not-imported': {
    'bench/main.ts': `import { handler } from '../functions/socket/index.ts'; export const a = handler;`,
  },
  'web-imports-protocol-and-web': {
    'web/client/a.ts': `import type { Event } from '../../shared/domain/decide.ts'; export type A = Event;`,
  },
  'web-client-knows-no-page': {
    'web/client/a.ts': `import { widget } from '../widget/main.ts'; export const a = widget;`,
  },
  'web-page-imports-no-other-page': {
    'web/agent/a.ts': `import { widget } from '../widget/main.ts'; export const a = widget;`,
  },
  'local-knows-only-limits': {
    'local/a.ts': `import type { Message } from '../shared/protocol/messages.ts'; export type A = Message;`,
  },
  'infra-imports-cdk-and-names': {
    'infra/a.ts': `import { makeHandler } from '../functions/socket/handler.ts'; export const a = makeHandler;`,
  },
  'nothing-imports-test': { 'scripts/a.ts': `import { t } from '../test/domain/decide.test.ts'; export const a = t;` },
  'no-cycles': {
    'local/a.ts': `import { b } from './b.ts'; export const a = b;`,
    'local/b.ts': `import { a } from './a.ts'; export const b = a;`,
  },
  'no-orphans': { 'local/left-over.ts': `export const nobody = 1;` },
  'no-unresolvable': { 'local/a.ts': `import { gone } from './gone.ts'; export const a = gone;` },
  'no-dev-dependency-at-run-time': { 'shared/app/a.ts': `import { WebSocket } from 'ws'; export const a = WebSocket;` },
  'no-undeclared-package': { 'local/a.ts': `import * as left from 'left-behind'; export const a = left;` },
  'no-barrels': { 'local/index.ts': `export * from './main.ts';` },
  'no-grab-bags': {
    'local/utils/text.ts': `export const text = 1;`,
    'local/a.ts': `import { text } from './utils/text.ts'; export const a = text;`,
  },
};

describe('dependency rules', () => {
  let config: IConfiguration;
  let root: string;

  beforeAll(async () => {
    config = await extractConfig(CONFIG_FILE);
    root = await mkdtemp(join(tmpdir(), 'dependency-rules-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const violationsOf = async (name: string, tree: Tree): Promise<readonly string[]> => {
    const folder = join(root, name);
    await writeTree(folder, tree);
    const roots = [...new Set(Object.keys(tree).map((path) => path.split('/')[0] ?? path))];
    const result = await cruise(roots, {
      ...config.options,
      baseDir: folder,
      validate: true,
      ruleSet: config,
    });
    if (typeof result.output === 'string') throw new Error(`unable to read the result; ${result.output}`);
    return [...new Set(result.output.summary.violations.map((violation) => violation.rule.name))].sort();
  };

  it('lets a sound project pass', async () => {
    expect(await violationsOf('sound', SOUND)).toEqual([]);
  });

  it('has a breaking example and a reason for every rule', () => {
    const rules = config.forbidden ?? [];

    expect(Object.keys(BREAKING).sort()).toEqual(rules.map((rule) => rule.name).sort());
    expect(rules.filter((rule) => !rule.comment)).toEqual([]);
  });

  it.each(Object.entries(BREAKING))('%s bites', async (rule, tree) => {
    expect(await violationsOf(rule, { ...SOUND, ...tree })).toContain(rule);
  });
});

async function writeTree(folder: string, tree: Tree): Promise<void> {
  const names = {
    dependencies: PACKAGES.dependencies,
    devDependencies: [...PACKAGES.devDependencies, '@types/aws-lambda'],
  };
  const versions = (list: readonly string[]): Record<string, string> =>
    Object.fromEntries(list.map((name) => [name, '1.0.0']));
  const files: Record<string, string> = {
    ...tree,
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: versions(names.dependencies),
      devDependencies: versions(names.devDependencies),
    }),
    'node_modules/@types/aws-lambda/package.json': JSON.stringify({ name: '@types/aws-lambda', types: 'index.d.ts' }),
    'node_modules/@types/aws-lambda/index.d.ts': 'export {};',
  };
  for (const name of [...PACKAGES.dependencies, ...PACKAGES.devDependencies, ...PACKAGES.undeclared]) {
    files[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    files[`node_modules/${name}/index.js`] = 'module.exports = {};';
  }
  await Promise.all(
    Object.entries(files).map(async ([path, text]) => {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text);
    }),
  );
}
