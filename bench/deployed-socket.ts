import { join } from 'node:path';
import { messageEvent } from '../local/gateway/websocket/socket-events.ts';
import { loadModel } from '../local/template/load-model.ts';
import { toLocalAddresses } from '../local/template/local-addresses.ts';
import type { SocketApiModel } from '../local/template/model.ts';
import { operatorOf, outputOf, type Assembly, type BenchStack } from './stack.ts';

/** The socket function as the template describes it: its code, its environment, and the events that it gets. */
export interface DeployedSocket {
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The event of a frame that comes by the open socket of a customer or an agent. */
  readonly eventOf: (who: { chatId: string } | { agentId: string }, body: string) => object;
}

/** Finds the socket function in a running stack. */
export const deployedSocket = (stack: BenchStack, assembly: Assembly): DeployedSocket => {
  const { region, endpoint, credentials } = operatorOf(stack);
  const addresses = { endpointUrl: endpoint, frontDoorUrl: outputOf(stack, 'FrontDoorUrl') };
  const model = toLocalAddresses(loadModel(assembly.directory), addresses);
  const socket = model.functions.find(({ logicalId }) => logicalId.startsWith('Socket'));
  const api = model.socketApis[0];
  if (socket === undefined || api === undefined) throw new Error('unable to measure; the stack has no socket function');
  return {
    bundle: join(socket.codeDirectory, 'index.mjs'),
    environment: {
      ...socket.environment,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    eventOf: (who, body) => frameEvent(stack, api, who, body),
  };
};

const frameEvent = (
  { cloud }: BenchStack,
  api: SocketApiModel,
  who: { chatId: string } | { agentId: string },
  body: string,
): object => {
  const [[name, id] = ['', '']] = Object.entries(who);
  const connection = cloud.connections().find(({ authorizer }) => authorizer?.[name] === id);
  if (connection === undefined) throw new Error(`unable to measure; ${id} has no socket`);
  const { connectedAtMs, peer, authorizer } = connection;
  const facts = { connectionId: connection.id, connectedAtMs, peer, nowMs: cloud.clock.now(), authorizer };
  return messageEvent(api, '$default', facts, body);
};
