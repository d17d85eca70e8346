import { makeHandler as makeAuthorize } from '../../../functions/authorize/handler.ts';
import { ticketFor } from '../../../shared/app/credentials.ts';
import type { SocketContext, World } from '../engine/world.ts';

/** Who asks for a ticket. */
export type Ticketed = Parameters<typeof ticketFor>[1];

const METHOD_ARN = 'arn:aws:execute-api:eu-central-1:000000000000:simulated/v1/$connect';

const admit = async ({ agenda, stores, alarms }: World, bearer: Ticketed, context: Record<string, string>) => {
  const { keys } = stores;
  const ticket = await ticketFor(keys, bearer, agenda.nowMs);
  const authorize = makeAuthorize({ keys, clock: { now: () => agenda.nowMs } });
  const answer = await authorize({ methodArn: METHOD_ARN, queryStringParameters: { ticket } });
  if (answer.context === undefined) alarms.push('bug: a fresh ticket was refused');
  // As the gateway does it: every value becomes a string.
  for (const [key, value] of Object.entries(answer.context ?? {})) context[key] = String(value);
};

/**
 * The authorizer's context for a socket that is opened with a ticket just issued. It is filled before virtual time goes
 * on, so before the socket is open.
 */
export const admission = (world: World, bearer: Ticketed): SocketContext => {
  const context: Record<string, string> = {};
  void admit(world, bearer, context);
  return context;
};
