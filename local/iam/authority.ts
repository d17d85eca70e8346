import type { Caller, NeededGrant } from '../contracts.ts';
import type { RoleModel } from '../template/model.ts';
import { judge, trusts } from './evaluate.ts';

/** Whether a call may be made, and if not, why, in AWS's words. */
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** Decides by the policies of the template's roles. */
export interface Authority {
  /** Gets to know a role that the template does not have: a deployer's own. */
  adopt(role: RoleModel): void;
  /** May this caller do it? `iam:PassRole` also asks whether the passed role trusts the service. */
  decide(caller: Caller, grant: NeededGrant): Decision;
  /** May `service`, acting for `sourceArn`, use this role to do it? */
  decideForService(use: RoleUse, grant: NeededGrant): Decision;
}

/** A service that takes on a role, e.g. Scheduler for the schedule group that it fires from. */
export interface RoleUse {
  readonly roleArn: string;
  readonly service: string;
  readonly sourceArn?: string;
}

const ALLOWED: Decision = { allowed: true };

/** Makes the authority over a stack's roles. */
export function createAuthority(roles: readonly RoleModel[]): Authority {
  const byArn = new Map(roles.map((role) => [role.arn, role]));

  const decide = (roleArn: string, grant: NeededGrant): Decision => {
    const verdict = judge(byArn.get(roleArn)?.statements ?? [], grant);
    if (verdict === 'allow') return ALLOWED;
    const because =
      verdict === 'explicit-deny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${grant.action} action`;
    return {
      allowed: false,
      reason: `User: ${roleArn} is not authorized to perform: ${grant.action} on resource: ${grant.resource} ${because}`,
    };
  };

  return {
    adopt: (role) => void byArn.set(role.arn, role),
    decide(caller, grant) {
      const decision = decide(caller.roleArn, grant);
      if (!decision.allowed || grant.action !== 'iam:PassRole') return decision;
      const passed = byArn.get(grant.resource);
      const service = grant.context?.['iam:PassedToService'];
      // A trust limited by aws:SourceArn is judged when the role is used, where the source is known.
      const trust = passed?.trust.map((statement) => ({ ...statement, conditions: [] })) ?? [];
      if (service === undefined || trusts(trust, service)) return ALLOWED;
      return { allowed: false, reason: `The role ${grant.resource} does not allow ${service} to assume it` };
    },
    decideForService({ roleArn, service, sourceArn }, grant) {
      const role = byArn.get(roleArn);
      if (role && trusts(role.trust, service, sourceArn)) return decide(roleArn, grant);
      const whom = sourceArn === undefined ? service : `${service} for ${sourceArn}`;
      return { allowed: false, reason: `The role ${roleArn} does not allow ${whom} to assume it` };
    },
  };
}
