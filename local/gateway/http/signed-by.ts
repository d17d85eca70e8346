import { createHash } from 'node:crypto';
import type { Caller } from '../../contracts.ts';
import type { CredentialBook } from '../../endpoint/credentials.ts';
import { OPERATOR_ROLE_ARN } from '../../endpoint/credentials.ts';
import type { Authority } from '../../iam/authority.ts';
import { verifySignature } from '../../iam/signature.ts';
import { ACCOUNT_ID } from '../../template/identifiers.ts';
import type { HttpApiModel } from '../../template/model.ts';
import { splitTarget, type HttpCall } from './http-event.ts';
import type { SignedBy } from './signer.ts';

/** What an IAM authorizer asks. */
export interface IamParts {
  readonly credentials: CredentialBook;
  readonly authority: Authority;
  /** One line for each refused request. */
  readonly onRefusal: (line: string) => void;
}

/**
 * Who signed the request, if the signature is theirs and their role may call the route: what API Gateway asks IAM before it
 * calls the function. Undefined: API Gateway answers 403, whatever the reason.
 */
export function signedBy(parts: IamParts, api: HttpApiModel, call: HttpCall, nowMs: number): SignedBy | undefined {
  const { credentials, authority, onRefusal } = parts;
  const [path] = splitTarget(call.target);
  const refuse = (why: string): undefined => {
    onRefusal(`refused ${call.method} ${path}: ${why}`);
    return undefined;
  };
  const verdict = verifySignature(
    { ...call, target: call.signedTarget ?? call.target },
    { service: 'execute-api', secretOf: (id) => credentials.secretOf(id), nowMs },
  );
  if (verdict.kind === 'refused') return refuse(verdict.why);
  const caller = credentials.find(verdict.accessKeyId);
  if (!caller) return refuse('the key is nobody\u2019s');
  const resource = `${api.arn}/${api.stage}/${call.method}${path}`;
  const decision = authority.decide(caller, { action: 'execute-api:Invoke', resource });
  if (caller.roleArn !== OPERATOR_ROLE_ARN && !decision.allowed) return refuse(decision.reason);
  return describe(caller);
}

/** IAM gives every role an id of its own, and every session a name; the emulator makes the id from the role's ARN. */
function describe({ accessKeyId, roleArn }: Caller): SignedBy {
  const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const roleId = `AROA${createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase()}`;
  return {
    accessKey: accessKeyId,
    accountId: ACCOUNT_ID,
    callerId: `${roleId}:local`,
    userArn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${role}/local`,
  };
}
