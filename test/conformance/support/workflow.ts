import * as v from 'valibot';
import { signedHeaders, type SigningKey } from '../../support/signed-request.ts';
import type { LocalStack } from './stack.ts';

const Key = v.object({ accessKeyId: v.string(), secretAccessKey: v.string() });

/** A key of a role outside the stack, with the stack's policy for workflows unless `policies` says otherwise. */
export const workflowKey = async (
  { cloud, traffic }: LocalStack,
  role: string,
  policies: readonly string[] = [cloud.outputs['WorkflowPolicyArn'] ?? ''],
): Promise<SigningKey> => {
  const { accessKeyUrl } = cloud.outputs.local;
  const answering = fetch(accessKeyUrl, { method: 'POST', body: JSON.stringify({ role, policies }) });
  return v.parse(Key, await (await traffic.track(answering)).json());
};

/** What a workflow may say in a request. */
export interface WorkflowRequest {
  readonly id?: string;
  readonly body?: object;
}

/** Calls a route of workflows, signed as AWS's SDK signs. */
export const callAs = async (
  { httpUrl, traffic, timers }: LocalStack,
  key: SigningKey,
  route: string,
  { id, body }: WorkflowRequest = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> => {
  const [method = '', path = ''] = route.split(' ');
  const url = `${httpUrl}${path}`;
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const { host: _host, ...headers } = await signedHeaders(key, {
    method,
    url,
    nowMs: timers.now(),
    headers: id === undefined ? {} : { 'idempotency-key': id },
    ...text,
  });
  const answering = fetch(url, { method, headers, ...text }).then(async (answer) => ({
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
  }));
  return traffic.track(answering);
};
