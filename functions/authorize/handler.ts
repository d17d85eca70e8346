import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { bearerOf, type Bearer } from '../../shared/app/credentials.ts';
import type { Clock, KeyRing } from '../../shared/app/ports.ts';

export interface AuthorizeDeps {
  readonly keys: KeyRing;
  readonly clock: Clock;
}

/** What API Gateway asks when somebody opens a socket; the rest of its event is not looked at. */
export interface ConnectRequest {
  readonly methodArn: string;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Decides by its ticket whether a socket may connect (AUTH-3). The context reaches every later frame of the socket, so
 * nothing is looked up again; API Gateway turns its values into strings.
 */
export const makeHandler =
  (deps: AuthorizeDeps) =>
  async (request: ConnectRequest): Promise<APIGatewayAuthorizerResult> => {
    const ticket = request.queryStringParameters?.['ticket'] ?? '';
    const bearer = await bearerOf(deps.keys, ticket, deps.clock.now());
    if (bearer === undefined) return answer('Deny', 'nobody', request.methodArn);
    return { ...answer('Allow', nameOf(bearer), request.methodArn), context: { ...bearer } };
  };

const nameOf = (bearer: Bearer): string => (bearer.role === 'customer' ? bearer.chatId : bearer.agentId);

const answer = (effect: 'Allow' | 'Deny', principalId: string, resource: string): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
  },
});
