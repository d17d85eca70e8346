import { createActivity } from './clock/activity.ts';
import { createRealClock } from './clock/real-clock.ts';
import { createVirtualClock } from './clock/virtual-clock.ts';
import type { Activity } from './contracts.ts';
import { OPERATOR_ROLE_ARN, createCredentialBook } from './endpoint/credentials.ts';
import type { AccessKey, CredentialBook } from './endpoint/credentials.ts';
import { startEndpoint } from './endpoint/endpoint.ts';
import type { Endpoint } from './endpoint/endpoint.ts';
import { createFaults } from './endpoint/faults.ts';
import { createControl } from './front-door/control.ts';
import { startFrontDoor } from './front-door/front-door.ts';
import { createHttpGateway } from './gateway/http/http-gateway.ts';
import { createConnectionsService } from './gateway/websocket/connections-service.ts';
import { createSocketGateway } from './gateway/websocket/socket-gateway.ts';
import { createAuthority } from './iam/authority.ts';
import { createIdentity } from './identity/identity.ts';
import { startEventSources } from './lambda/event-sources.ts';
import type { EventSources } from './lambda/event-sources.ts';
import { createInvoker } from './lambda/invoker.ts';
import type { LocalLambda } from './lambda/invoker.ts';
import type { LocalCloud, LocalCloudOptions, LocalLine } from './local-cloud.ts';
import { REGION } from './template/identifiers.ts';
import { loadModel } from './template/load-model.ts';
import { toLocalAddresses } from './template/local-addresses.ts';
import type { CloudModel, FunctionModel } from './template/model.ts';
import { createDataServices } from './wiring.ts';

const KEPT_OUTPUT_LINES = 10_000;

/** Runs a synthesized stack on this machine. Rejects with a sentence that says what is missing or wrong. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const say = (kind: LocalLine['kind'], text: string): void => options.onLine?.({ kind, text });
  const onError = (error: unknown): void => say('failure', describeError(error));
  const step = stepTimer((text) => say('step', text));

  const described = loadModel(options.assemblyDirectory);
  step(`read the template of ${described.stackName}`);

  const activity = createActivity();
  const { clock, cell } = createClock(options, activity, onError);
  const faults = createFaults();
  const credentials = createCredentialBook();
  const operator = credentials.issue('operator', OPERATOR_ROLE_ARN);
  const authority = createAuthority(described.roles);
  const onRefusal = (line: string): void => say('refusal', line);
  const frontDoor = await startFrontDoor(options.port, onError);
  const endpoint = await startEndpoint({ clock, activity, credentials, authority, faults, onRefusal, onError });
  step(`opened ${frontDoor.url} and the endpoint ${endpoint.url}`);

  const model = toLocalAddresses(described, { endpointUrl: endpoint.url, frontDoorUrl: frontDoor.url });
  const functionOutput: string[] = [];
  const invoker = createInvoker({
    activity,
    functions: model.functions,
    variablesOf: functionVariables(credentials, endpoint),
    clock: cell,
    ...(options.environmentsPerFunction === undefined ? {} : { environmentsPerFunction: options.environmentsPerFunction }),
    onOutput: ({ logicalId }, line) => {
      functionOutput.push(`${logicalId}: ${line}`);
      if (functionOutput.length > KEPT_OUTPUT_LINES) functionOutput.shift();
      say('output', `${logicalId}: ${line}`);
    },
    onFailure: (error) => say('failure', error.message),
  });
  const sources: { running?: EventSources } = {};
  const data = await createDataServices({
    model,
    clock,
    activity,
    dataDir: options.dataDir,
    onStreamRecord: (record) => sources.running?.onStreamRecord(record),
    onError,
  });
  for (const service of data.all) endpoint.register(service);
  step(`started ${data.all.map(({ signingName }) => signingName).join(', ')}`);

  sources.running = startEventSources({ ...data, model, invoker, authority, clock, activity, faults, onError });
  const identity = await createIdentity(clock, model.userPools);
  const permissions = model.invokePermissions;
  const socketGateways = model.socketApis.map((api) =>
    createSocketGateway({ api, permissions, invoker, clock, activity, faults, onError }),
  );
  const httpGateways = model.httpApis.map((api) =>
    createHttpGateway({ api, permissions, invoker, identity, clock, activity }),
  );
  endpoint.register(createConnectionsService(socketGateways, faults));
  invoker.warm();
  step(`started ${model.functions.length} functions, ${socketGateways.length + httpGateways.length} APIs`);

  const stats = (): Record<string, unknown> => ({
    calls: endpoint.counts(),
    functions: invoker.counts(),
    streams: sources.running?.streamCounts(),
    dynamodb: data.dynamodb.stats(),
    sqs: data.sqs.stats(),
  });
  const { frontDoorUrl } = { frontDoorUrl: frontDoor.url };
  const control = createControl({ clock, identity, faults, socketGateways, frontDoorUrl, stats, idle: activity.idle });
  const [distribution] = model.distributions;
  frontDoor.open({ distribution, buckets: model.buckets, httpGateways, socketGateways, control });

  return {
    outputs: toOutputs(model, endpoint, frontDoor.url, operator),
    clock,
    faults,
    services: { dynamodb: data.dynamodb, sqs: data.sqs, lambda: invoker, endpoint },
    async advance(ms) {
      await clock.advanceTo(clock.now() + ms);
      await activity.idle();
    },
    idle: activity.idle,
    stats,
    connections: () => socketGateways.flatMap(({ connections }) => [...connections.values()]),
    functionOutput: () => functionOutput,
    async stop() {
      // Callers first, so that nobody is called after it has stopped.
      sources.running?.stop();
      clock.stop();
      for (const gateway of socketGateways) gateway.stop();
      await frontDoor.stop();
      await stopFunctions(invoker);
      await endpoint.stop();
    },
  };
}

async function stopFunctions(invoker: LocalLambda): Promise<void> {
  await invoker.stop();
}

function createClock({ clock, startMs }: LocalCloudOptions, activity: Activity, onError: (error: unknown) => void) {
  if (clock === 'real') return { clock: createRealClock({ activity, onError }), cell: undefined };
  const cell = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const nowCell = new BigInt64Array(cell);
  const onMove = (nowMs: number): void => void Atomics.store(nowCell, 0, BigInt(nowMs));
  return { clock: createVirtualClock({ activity, onError }, startMs ?? Date.now(), onMove), cell };
}

/** The environment of a function: what the template sets, and what Lambda adds. */
function functionVariables(credentials: CredentialBook, { url }: Endpoint): (model: FunctionModel) => Record<string, string> {
  const keys = new Map<string, AccessKey>();
  return (model) => {
    const key = keys.get(model.arn) ?? credentials.issue(model.logicalId, model.roleArn);
    keys.set(model.arn, key);
    return {
      ...model.environment,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      AWS_SESSION_TOKEN: 'local',
      AWS_ENDPOINT_URL: url,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: model.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(model.memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${model.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      LAMBDA_TASK_ROOT: model.codeDirectory,
      TZ: ':UTC',
    };
  };
}

function toOutputs(model: CloudModel, endpoint: Endpoint, frontDoorUrl: string, operator: AccessKey): LocalCloud['outputs'] {
  const local = {
    endpoint: endpoint.url,
    operatorAccessKeyId: operator.accessKeyId,
    operatorSecretAccessKey: operator.secretAccessKey,
    region: REGION,
    signInUrl: `${frontDoorUrl}/_local/sign-in`,
    clockUrl: `${frontDoorUrl}/_local/clock`,
  };
  return Object.assign({ ...model.outputs }, { local });
}

/** Says each finished step with the milliseconds since the one before. */
function stepTimer(say: (text: string) => void): (text: string) => void {
  let last = performance.now();
  return (text) => {
    const now = performance.now();
    say(`${text} (${Math.round(now - last)} ms)`);
    last = now;
  };
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${describeError(error.cause)}`;
}
