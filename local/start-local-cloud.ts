import { createActivity } from './clock/activity.ts';
import { createRealClock } from './clock/real-clock.ts';
import { createVirtualClock } from './clock/virtual-clock.ts';
import type { Activity, CloudClock } from './contracts.ts';
import { OPERATOR_ROLE_ARN, createCredentialBook } from './endpoint/credentials.ts';
import type { AccessKey, CredentialBook } from './endpoint/credentials.ts';
import { startEndpoint } from './endpoint/endpoint.ts';
import type { Endpoint } from './endpoint/endpoint.ts';
import { createFaults } from './endpoint/faults.ts';
import type { Faults } from './endpoint/faults.ts';
import { createControl } from './front-door/control.ts';
import { startFrontDoor } from './front-door/front-door.ts';
import { createHttpGateway } from './gateway/http/http-gateway.ts';
import { createConnectionsService } from './gateway/websocket/connections-service.ts';
import { createSocketGateway } from './gateway/websocket/socket-gateway.ts';
import { createAuthority } from './iam/authority.ts';
import type { Authority } from './iam/authority.ts';
import { createIdentity } from './identity/identity.ts';
import type { Identity } from './identity/identity.ts';
import { createInvoker } from './lambda/invoker.ts';
import type { LocalLambda } from './lambda/invoker.ts';
import type { LocalCloud, LocalCloudOptions, LocalLine } from './local-cloud.ts';
import { REGION } from './template/identifiers.ts';
import { loadModel } from './template/load-model.ts';
import { toLocalAddresses } from './template/local-addresses.ts';
import type { CloudModel, FunctionModel } from './template/model.ts';
import { startDataServices } from './wiring.ts';

const KEPT_OUTPUT_LINES = 10_000;

/** What everything in one running cloud shares. */
interface Foundation {
  readonly activity: Activity;
  readonly clock: CloudClock & { stop(): void };
  /** Virtual time as the worker threads read it. */
  readonly clockCell: SharedArrayBuffer | undefined;
  readonly faults: Faults;
  readonly credentials: CredentialBook;
  readonly authority: Authority;
  readonly say: (kind: LocalLine['kind'], text: string) => void;
  readonly onError: (error: unknown) => void;
}

/** Runs a synthesized stack on this machine. Rejects with a sentence that says what is missing or wrong. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const running: Running = [];
  try {
    return await start(options, running);
  } catch (error) {
    await stopAll(running);
    throw error;
  }
}

/** How to stop what has been started, in the order of starting. */
type Running = (() => void | Promise<void>)[];

/** Stops the last started first, so that nobody is called after it has stopped. */
async function stopAll(running: Running): Promise<void> {
  for (const stop of running.splice(0).toReversed()) await stop();
}

async function start(options: LocalCloudOptions, running: Running): Promise<LocalCloud> {
  const describedModel = loadModel(options.assemblyDirectory);
  const foundation = layFoundation(options, describedModel);
  const { activity, clock, credentials, say, onError } = foundation;
  running.push(() => clock.stop());
  const step = stepTimer((text) => say('step', text));
  const frontDoor = await startFrontDoor(options.port, onError);
  running.push(() => frontDoor.stop());
  const onRefusal = (line: string): void => say('refusal', line);
  const endpoint = await startEndpoint({ ...foundation, onRefusal });
  running.push(() => endpoint.stop());
  step(`opened ${frontDoor.url}, and ${endpoint.url} for SDK calls`);

  const model = toLocalAddresses(describedModel, { endpointUrl: endpoint.url, frontDoorUrl: frontDoor.url });
  const functionOutput: string[] = [];
  const invoker = startFunctions(options, foundation, model, endpoint, functionOutput);
  running.push(() => invoker.stop());
  const data = await startDataServices({ ...foundation, model, invoker, dataDir: options.dataDir });
  for (const service of data.services) endpoint.register(service);
  running.push(() => data.eventSources.stop());
  step(`started ${data.services.map(({ signingName }) => signingName).join(', ')}`);

  const identity = await createIdentity(clock, model.userPools);
  const gateways = openGateways(foundation, model, invoker, identity, onRefusal);
  running.push(() => gateways.socketGateways.forEach((gateway) => gateway.stop()));
  endpoint.register(createConnectionsService(gateways.socketGateways, foundation.faults));
  invoker.warm();
  step(`started ${model.functions.length} functions, ${model.socketApis.length + model.httpApis.length} APIs`);

  const stats = (): Record<string, unknown> => ({
    calls: endpoint.counts(),
    functions: invoker.counts(),
    ...data.stats(),
  });
  const idle = (): Promise<void> => activity.idle();
  const { managedPolicies } = model;
  const seen = { ...foundation, ...gateways, identity, managedPolicies };
  const control = createControl({ ...seen, frontDoorUrl: frontDoor.url, stats, idle });
  frontDoor.open({ distribution: model.distributions[0], buckets: model.buckets, ...gateways, control });
  return {
    outputs: toOutputs(model, endpoint, frontDoor.url, credentials.issue('operator', OPERATOR_ROLE_ARN)),
    clock,
    faults: foundation.faults,
    services: { ...data, lambda: invoker, endpoint },
    async advance(ms) {
      await clock.advanceTo(clock.now() + ms);
      await idle();
    },
    idle,
    stats,
    connections: () => gateways.socketGateways.flatMap(({ connections }) => [...connections.values()]),
    functionOutput: () => functionOutput,
    stop: () => stopAll(running),
  };
}

function layFoundation(options: LocalCloudOptions, model: CloudModel): Foundation {
  const say = (kind: LocalLine['kind'], text: string): void => options.onLine?.({ kind, text });
  const onError = (error: unknown): void => say('failure', describeError(error));
  const activity = createActivity();
  const { clock, cell } = createClock(options, activity, onError);
  return {
    activity,
    clock,
    clockCell: cell,
    faults: createFaults(),
    credentials: createCredentialBook(),
    authority: createAuthority(model.roles),
    say,
    onError,
  };
}

function startFunctions(
  { environmentsPerFunction }: LocalCloudOptions,
  { activity, clockCell, credentials, say }: Foundation,
  model: CloudModel,
  endpoint: Endpoint,
  functionOutput: string[],
): LocalLambda {
  return createInvoker({
    activity,
    functions: model.functions,
    variablesOf: functionVariables(credentials, endpoint),
    clock: clockCell,
    ...(environmentsPerFunction === undefined ? {} : { environmentsPerFunction }),
    onOutput: ({ logicalId }, line) => {
      functionOutput.push(`${logicalId}: ${line}`);
      if (functionOutput.length > KEPT_OUTPUT_LINES) functionOutput.shift();
      say('output', `${logicalId}: ${line}`);
    },
    onFailure: (error) => say('failure', error.message),
  });
}

function openGateways(
  foundation: Foundation,
  model: CloudModel,
  invoker: LocalLambda,
  identity: Identity,
  onRefusal: (line: string) => void,
) {
  const shared = { ...foundation, permissions: model.invokePermissions, invoker, identity, onRefusal };
  return {
    socketGateways: model.socketApis.map((api) => createSocketGateway({ ...shared, api })),
    httpGateways: model.httpApis.map((api) => createHttpGateway({ ...shared, api })),
  };
}

function createClock({ clock, startMs }: LocalCloudOptions, activity: Activity, onError: (error: unknown) => void) {
  if (clock === 'real') return { clock: createRealClock({ activity, onError }), cell: undefined };
  const cell = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const nowCell = new BigInt64Array(cell);
  const onMove = (nowMs: number): void => void Atomics.store(nowCell, 0, BigInt(nowMs));
  return { clock: createVirtualClock({ activity, onError }, startMs ?? Date.now(), onMove), cell };
}

/** The environment of a function: what the template sets, and what Lambda adds. */
function functionVariables(
  credentials: CredentialBook,
  { url }: Endpoint,
): (model: FunctionModel) => Record<string, string> {
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
      // The SDK's advice to upgrade Node is for whoever deploys, not for every environment that starts here.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
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

function toOutputs(
  model: CloudModel,
  endpoint: Endpoint,
  frontDoorUrl: string,
  operator: AccessKey,
): LocalCloud['outputs'] {
  const local = {
    endpoint: endpoint.url,
    operatorAccessKeyId: operator.accessKeyId,
    operatorSecretAccessKey: operator.secretAccessKey,
    region: REGION,
    signInUrl: `${frontDoorUrl}/_local/sign-in`,
    clockUrl: `${frontDoorUrl}/_local/clock`,
    accessKeyUrl: `${frontDoorUrl}/_local/access-key`,
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
