import type { Assembly } from './assembly.ts';
import { createEvaluator } from './evaluate.ts';
import type { Evaluator } from './evaluate.ts';
import type { Identity } from './identifiers.ts';
import { Properties } from './properties.ts';
import { IGNORED_TYPES, KNOWN_TYPES } from './resource-types.ts';

/** One resource, evaluated. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly identity: Identity;
  readonly properties: Properties;
}

/** A stack's resources, evaluated when asked for. */
export interface StackReader {
  readonly assembly: Assembly;
  readonly evaluator: Evaluator;
  resources(type: string): readonly Resource[];
  /** The ARN of a resource that has one. */
  arn(resource: Resource): string;
}

/** Opens an assembly. Fails on a resource whose type the local cloud neither runs nor may safely ignore. */
export function openStack(assembly: Assembly): StackReader {
  const evaluator = createEvaluator(assembly.stackName, assembly.template);
  const present = Object.entries(assembly.template.Resources).filter(([, { Condition }]) => evaluator.holds(Condition));
  for (const [logicalId, { Type }] of present) {
    if (KNOWN_TYPES.has(Type) || IGNORED_TYPES.has(Type)) continue;
    throw new Error(`unable to run resource ${logicalId}; the local cloud does not know ${Type}`);
  }
  return {
    assembly,
    evaluator,
    resources: (type) =>
      present
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => ({
          logicalId,
          type,
          identity: evaluator.identity(logicalId),
          properties: evaluated(evaluator, logicalId, resource.Properties),
        })),
    arn: ({ logicalId, type, identity }) => {
      const arn = identity.attributes['Arn'] ?? (identity.ref.startsWith('arn:') ? identity.ref : undefined);
      if (arn === undefined) throw new Error(`unable to name ${logicalId}; ${type} has no ARN here`);
      return arn;
    },
  };
}

function evaluated(evaluator: Evaluator, logicalId: string, raw: Record<string, unknown>): Properties {
  const values: Record<string, NonNullable<ReturnType<Evaluator['evaluate']>>> = {};
  for (const [name, expression] of Object.entries(raw)) {
    try {
      const value = evaluator.evaluate(expression);
      if (value !== undefined && value !== null) values[name] = value;
    } catch (error) {
      throw new Error(`unable to read ${logicalId}.${name}`, { cause: error });
    }
  }
  return new Properties(values, logicalId);
}
