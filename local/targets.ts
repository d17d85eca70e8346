import type { CloudClock, FunctionInvoker } from './contracts.ts';
import type { Authority } from './iam/authority.ts';
import { matchesWildcard } from './iam/evaluate.ts';
import { invokeLater } from './lambda/async-invocation.ts';
import type { FiredTarget } from './scheduler/scheduler-service.ts';
import type { SqsService } from './sqs/sqs-service.ts';
import type { CloudModel } from './template/model.ts';

export interface TargetsParts {
  readonly model: CloudModel;
  readonly invoker: FunctionInvoker;
  readonly authority: Authority;
  readonly clock: CloudClock;
  readonly sqs: SqsService;
}

/** Delivers what schedules fire and rules match. */
export interface Targets {
  /** Rejects when the schedule's role may not reach the target. */
  fire(target: FiredTarget): Promise<void>;
  /** For EventBridge rules, which reach functions by permission and queues by the queue's own policy. */
  deliver(targetArn: string, input: string): Promise<void>;
}

const SCHEDULER = 'scheduler.amazonaws.com';

/** Makes the deliverer. */
export function createTargets({ model, invoker, authority, clock, sqs }: TargetsParts): Targets {
  const hand = (arn: string, input: string): void => {
    if (arn.includes(':sqs:')) sqs.sendTo(arn, input);
    else invokeLater(clock, invoker, arn, JSON.parse(input));
  };
  // Which group fires is not known here: a role that trusts any group of this stack will do.
  const sources = model.scheduleGroups.map(({ arn }) => arn);
  return {
    async fire({ arn, roleArn, input }) {
      const action = arn.includes(':sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
      const decisions = sources.map((sourceArn) =>
        authority.decideForService({ roleArn, service: SCHEDULER, sourceArn }, { action, resource: arn }),
      );
      const [first] = decisions;
      if (first && !first.allowed && !decisions.some(({ allowed }) => allowed)) throw new Error(first.reason);
      hand(arn, input);
    },
    async deliver(targetArn, input) {
      const permitted = model.invokePermissions.some(
        ({ functionArn, principal, sourceArn }) =>
          functionArn === targetArn &&
          principal === 'events.amazonaws.com' &&
          (sourceArn === undefined || model.rules.some(({ arn }) => matchesWildcard(sourceArn, arn))),
      );
      if (targetArn.includes(':function:') && !permitted) {
        throw new Error(`unable to deliver an event; no AWS::Lambda::Permission lets EventBridge invoke ${targetArn}`);
      }
      hand(targetArn, input);
    },
  };
}
