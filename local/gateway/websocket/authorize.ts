import type { FunctionInvoker } from '../../contracts.ts';
import { matchesWildcard } from '../../iam/evaluate.ts';
import { InvocationError } from '../../lambda/invocation-error.ts';
import { readStatements } from '../../iam/statement.ts';
import type { SocketApiModel, SocketAuthorizer } from '../../template/model.ts';
import { Properties } from '../../template/properties.ts';
import { authorizerEvent } from './socket-events.ts';
import type { Handshake } from './socket-events.ts';

/** The authorizer's answer: the context for every later event, or the HTTP status that refuses the handshake. */
export type Authorization =
  | { readonly allowed: true; readonly context: Readonly<Record<string, string>> }
  | { readonly allowed: false; readonly status: 401 | 403 | 500 };

/** API Gateway's limit for what an authorizer returns, in bytes. */
const LARGEST_CONTEXT_BYTES = 8 * 1024;

/** Asks the REQUEST authorizer of `$connect`. */
export async function authorize(
  invoker: FunctionInvoker,
  api: SocketApiModel,
  authorizer: SocketAuthorizer,
  handshake: Handshake,
  nowMs: number,
): Promise<Authorization> {
  if (!authorizer.identitySources.every((source) => isPresent(source, handshake)))
    return { allowed: false, status: 401 };
  try {
    const answer = await invoker.invoke(authorizer.functionArn, authorizerEvent(api, handshake, nowMs));
    return judgeAnswer(answer, `${api.arn}/${api.stage}/$connect`);
  } catch (error) {
    // Throwing exactly this text is how an authorizer says 401; anything else it throws is a failure.
    const unauthorized = error instanceof InvocationError && error.message.endsWith(': Unauthorized');
    return { allowed: false, status: unauthorized ? 401 : 500 };
  }
}

function judgeAnswer(answer: unknown, methodArn: string): Authorization {
  if (typeof answer !== 'object' || answer === null) return { allowed: false, status: 500 };
  const document: unknown = Reflect.get(answer, 'policyDocument');
  const principalId: unknown = Reflect.get(answer, 'principalId');
  if (typeof document !== 'object' || document === null || typeof principalId !== 'string') {
    return { allowed: false, status: 500 };
  }
  const statements = readStatements(new Properties({ ...document }, 'policyDocument'));
  const applicable = statements.filter(
    ({ actions, resources }) =>
      actions.some((pattern) => matchesWildcard(pattern, 'execute-api:Invoke', false)) &&
      resources.some((pattern) => matchesWildcard(pattern, methodArn)),
  );
  const denied = applicable.some(({ effect }) => effect === 'Deny');
  if (denied || !applicable.some(({ effect }) => effect === 'Allow')) return { allowed: false, status: 403 };
  const context = flatContext(Reflect.get(answer, 'context'));
  if (!context || JSON.stringify(context).length > LARGEST_CONTEXT_BYTES) return { allowed: false, status: 500 };
  return { allowed: true, context: { principalId, ...context } };
}

/** Context values reach later events as texts; objects and lists are not allowed at all. */
function flatContext(context: unknown): Record<string, string> | undefined {
  if (context === undefined || context === null) return {};
  if (typeof context !== 'object') return undefined;
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(context)) {
    if (typeof value === 'object' && value !== null) return undefined;
    flat[name] = String(value);
  }
  return flat;
}

/** Sources look like `route.request.querystring.ticket` or `route.request.header.Cookie`. */
function isPresent(source: string, { query, headers }: Handshake): boolean {
  const [, kind, name] = /^route\.request\.(querystring|header)\.(.+)$/.exec(source) ?? [];
  if (name === undefined)
    throw new Error(`unable to authorize; the local cloud does not know the identity source ${source}`);
  return Boolean(kind === 'querystring' ? query.get(name) : headers[name.toLowerCase()]);
}
