/**
 * Who may import whom. Most rules are allow lists: `only(name, folder, allowed, why)` forbids everything in `folder`
 * to import what is not in `allowed`. `npm run check -- --only deps` holds them, test/scripts/dependency-rules.test.ts
 * proves that each of them bites.
 */

const npm = (name) => `(^|/)node_modules/${name}/`;
const SDK = '(^|/)node_modules/(@aws-sdk|@smithy)/';

const only = (name, folder, allowed, why, options = {}) => ({
  name,
  comment: why,
  severity: 'error',
  from: { path: folder, ...options.from },
  to: { pathNot: allowed, couldNotResolve: false, ...(options.nodeBuiltins ? { dependencyTypesNot: ['core'] } : {}) },
});

const never = (name, from, to, why) => ({ name, comment: why, severity: 'error', from, to });

/** The folder under shared/adapters that owns each SDK client. */
const SDK_OWNERS = {
  apigateway: 'client-apigatewaymanagementapi',
  dynamodb: 'client-dynamodb',
  eventbridge: 'client-eventbridge',
  scheduler: 'client-scheduler',
  secretsmanager: 'client-secrets-manager',
  sqs: 'client-sqs',
};

const shared = [
  only(
    'protocol-imports-only-valibot',
    '^shared/protocol/',
    ['^shared/protocol/', npm('valibot')],
    'The protocol runs in browsers and is read by people who write other clients: no Node, no domain, one schema library.',
  ),
  only(
    'domain-imports-only-protocol',
    '^shared/domain/',
    ['^shared/domain/', '^shared/protocol/'],
    'The core is pure: whatever it knows about the world comes in as data.',
  ),
  never(
    'domain-takes-types-from-protocol',
    { path: '^shared/domain/' },
    {
      path: '^shared/protocol/',
      pathNot: '^shared/protocol/([a-z-]*limits|text-size|pushable|[a-z-]*codes)\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
    'Parsing happens at the edge. From the protocol the core takes types, limits, codes and how a text is measured and a URL told, nothing else.',
  ),
  only(
    'app-imports-only-the-core',
    '^shared/app/',
    ['^shared/(app|domain|protocol)/', '^shared/log/log-codes\\.ts$', npm('valibot')],
    'Use cases reach the world through the ports they declare, so that tests can stand in for any of it.',
  ),
  only(
    'http-imports-app-and-protocol',
    '^shared/http/',
    ['^shared/(http|app|protocol|config)/', '^shared/domain/rejections\\.ts$', npm('valibot')],
    'What functions behind the HTTP API have in common: requests in, replies out, who asks.',
  ),
  only(
    'config-stands-alone',
    '^shared/config/',
    ['^shared/config/', npm('valibot')],
    'infra/ and functions/ share the names of environment variables; a heavier config would leak into the stack.',
  ),
  only(
    'log-stands-alone',
    '^shared/log/',
    ['^shared/log/', '^shared/app/ports\\.ts$'],
    'Every function logs; a logger with imports is paid for by each. What it implements is a port.',
  ),
];

const adapters = [
  only(
    'adapter-imports-ports-and-its-sdk',
    '^shared/adapters/([^/]+)/',
    ['^shared/adapters/$1/', '^shared/app/ports', '^shared/(domain|protocol)/', SDK],
    'An adapter translates one port to one technology.',
    { nodeBuiltins: true },
  ),
  never(
    'adapter-imports-no-other-adapter',
    { path: '^shared/adapters/([^/]+)/' },
    { path: '^shared/adapters/', pathNot: '^shared/adapters/$1/' },
    'Adapters meet in functions/*/dependencies.ts and nowhere else, so each can be replaced alone.',
  ),
  never(
    'node-builtins-only-in-system-adapter',
    { path: '^shared/', pathNot: '^shared/adapters/(system|push|s3)/' },
    { dependencyTypes: ['core'] },
    'Clock, chance, hashing and the like are one port with one adapter: adapters/system. adapters/push speaks HTTP to strangers; adapters/s3 signs what it sends.',
  ),
  never(
    'memory-adapter-is-for-tests',
    { pathNot: '^(shared/adapters/memory|test|bench)/' },
    { path: '^shared/adapters/memory/' },
    'A store that forgets must not be reachable from anything that is deployed.',
  ),
  ...Object.entries(SDK_OWNERS).map(([folder, client]) =>
    never(
      `${client}-only-in-its-adapter`,
      { path: '^(shared|functions|web|infra)/', pathNot: `^shared/adapters/${folder}/` },
      { path: npm(`@aws-sdk/${client}`) },
      `Only adapters/${folder} speaks to this service; everybody else uses its port.`,
    ),
  ),
];

const functions = [
  only(
    'function-imports-app-and-protocol',
    '^functions/([^/]+)/',
    [
      '^functions/$1/',
      '^shared/(app|protocol|config|log|domain|adapters|http)/',
      npm('valibot'),
      npm('@types/aws-lambda'),
    ],
    'A handler parses its event, asks the application layer and encodes. No SDK, no Node builtin, no other library.',
  ),
  never(
    'function-imports-no-other-function',
    { path: '^functions/([^/]+)/' },
    { path: '^functions/', pathNot: '^functions/$1/' },
    'A function is a folder that can be deleted. What two of them need lives in shared/.',
  ),
  never(
    'function-takes-types-from-domain',
    { path: '^functions/' },
    { path: '^shared/domain/', dependencyTypesNot: ['type-only'] },
    'Business rules are reached through shared/app; a handler that decides is a rule nobody will find.',
  ),
  never(
    'adapters-only-in-dependencies',
    { path: '^functions/', pathNot: '^functions/[^/]+/dependencies\\.ts$' },
    { path: '^shared/adapters/' },
    'dependencies.ts is the one file of a function that knows AWS; the handler is tested without it.',
  ),
  never(
    'function-entry-is-not-imported',
    {},
    { path: '^functions/[^/]+/index\\.ts$' },
    'index.ts binds the real dependencies when it is loaded. Import makeHandler from handler.ts.',
  ),
];

const web = [
  only(
    'web-imports-protocol-and-web',
    '^web/',
    ['^web/', '^shared/protocol/'],
    'Pages share the wire format with the server and nothing else; no library rides along to the browser.',
  ),
  never(
    'web-client-knows-no-page',
    { path: '^web/client/' },
    { path: '^web/', pathNot: '^web/client/' },
    'The client library is used by both pages and by pages we have not seen.',
  ),
  never(
    'web-page-imports-no-other-page',
    { path: '^web/([^/]+)/' },
    { path: '^web/[^/]+/', pathNot: '^web/(client|$1)/' },
    'The widget must not grow by what the desk needs, nor the other way round.',
  ),
];

const around = [
  never(
    'local-knows-only-limits',
    { path: '^local/' },
    { path: '^(shared|functions|web|infra|scripts|bench|test)/', pathNot: '^shared/protocol/limits\\.ts$' },
    'The local cloud runs the template. If it knew our code it could be right where AWS is wrong.',
  ),
  only(
    'infra-imports-cdk-and-names',
    '^infra/',
    [
      '^infra/',
      '^shared/config/',
      '^shared/domain/reporting/column',
      '^scripts/bundle\\.ts$',
      npm('aws-cdk-lib'),
      npm('constructs'),
    ],
    'The stack names functions by path; code of theirs in a synth would run at deployment. The columns of its table are data.',
    { nodeBuiltins: true },
  ),
  never(
    'nothing-imports-test',
    { pathNot: '^test/' },
    { path: '^test/' },
    'Tests may import anything; what anything imports is not a test.',
  ),
];

const everywhere = [
  never('no-cycles', {}, { circular: true }, 'Two files that need each other are one file, or lack a third.'),
  never(
    'no-orphans',
    { orphan: true, pathNot: ['\\.d\\.ts$', '(^|/)[^/]+\\.config\\.(ts|js|mjs)$', '^web/[^/]+/[a-z-]*worker\\.ts$'] },
    {},
    'A file that nothing imports and that imports nothing is left over.',
  ),
  never(
    'no-unresolvable',
    {},
    { couldNotResolve: true, pathNot: '^aws-lambda$' },
    'An import that leads nowhere fails late.',
  ),
  never(
    'no-dev-dependency-at-run-time',
    { path: '^(shared|functions|web)/' },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    'What is deployed needs its packages in "dependencies".',
  ),
  never(
    'no-undeclared-package',
    { pathNot: '^test/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    'A package that only another package brought along may leave with it.',
  ),
  never(
    'no-barrels',
    { path: '(^|/)index\\.ts$', pathNot: '^(shared/protocol|functions/[^/]+)/index\\.ts$' },
    {},
    'A barrel hides where things live and defeats tree shaking. The protocol has one because others import it whole.',
  ),
  never(
    'no-grab-bags',
    {},
    { path: '(^|/)(utils?|helpers?|common|misc)(/|\\.ts$)', pathNot: 'node_modules' },
    'A name that fits anything collects everything. Name the file after what it does.',
  ),
];

export default {
  forbidden: [...shared, ...adapters, ...functions, ...web, ...around, ...everywhere],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdk\\.out|\\.dormouse|coverage|reports)/|^test/fixtures/|^test/[^/]+/fixtures/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
