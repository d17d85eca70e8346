import type { AccessKey, CredentialBook } from '../endpoint/credentials.ts';
import { ACCOUNT_ID, PARTITION } from '../template/identifiers.ts';
import type { ManagedPolicyModel } from '../template/model.ts';
import type { Authority } from './authority.ts';

/** What roles outside the stack are made from. */
export interface OutsideRoleParts {
  readonly authority: Authority;
  readonly credentials: CredentialBook;
  /** The policies that the stack offers for attaching. */
  readonly managedPolicies: readonly ManagedPolicyModel[];
}

/** Roles of the account that are no part of the stack, such as those of workflows. */
export interface OutsideRoles {
  /** A key of the role with this name, which has exactly these policies of the stack; else what is wrong with the wish. */
  issue(role: string, policyArns: readonly string[]): (AccessKey & { readonly roleArn: string }) | string;
}

/** Makes roles as whoever deploys a stack would: by name, with the stack's managed policies attached. */
export function createOutsideRoles({ authority, credentials, managedPolicies }: OutsideRoleParts): OutsideRoles {
  return {
    issue(role, policyArns) {
      const attached = policyArns.map((arn) => managedPolicies.find((policy) => policy.arn === arn));
      const known = attached.filter((policy) => policy !== undefined);
      if (known.length < attached.length) {
        const offered = managedPolicies.map(({ arn }) => arn).join(', ');
        return `unable to attach the policies; the stack offers ${offered === '' ? 'none' : offered}`;
      }
      // Below a path of its own, so that no name stands for a role of the stack.
      const roleArn = `arn:${PARTITION}:iam::${ACCOUNT_ID}:role/outside/${role}`;
      const statements = known.flatMap((policy) => policy.statements);
      authority.adopt({ name: role, arn: roleArn, statements, trust: [] });
      return { ...credentials.issue(role, roleArn), roleArn };
    },
  };
}
