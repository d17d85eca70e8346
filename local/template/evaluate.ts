import type { RawTemplate } from './assembly.ts';
import { ACCOUNT_ID, PARTITION, REGION, URL_SUFFIX, identityOf } from './identifiers.ts';
import type { Identity } from './identifiers.ts';

/** A value without intrinsics. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** A value as it stands inside a text: as it is, or as JSON when it is a list or an object. */
export function asText(value: Plain | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Turns the template's expressions into values. */
export interface Evaluator {
  /** The value of an expression; undefined when it comes to `AWS::NoValue`. Fails on anything it does not know. */
  evaluate(expression: unknown): Plain | undefined;
  /** Whether a resource or output with this `Condition` exists. */
  holds(condition: string | undefined): boolean;
  identity(logicalId: string): Identity;
}

/** Makes an evaluator for one stack. */
export function createEvaluator(stackName: string, template: RawTemplate): Evaluator {
  return new TemplateEvaluator(stackName, template);
}

class TemplateEvaluator implements Evaluator {
  readonly #stackName: string;
  readonly #template: RawTemplate;
  readonly #identities = new Map<string, Identity>();

  constructor(stackName: string, template: RawTemplate) {
    this.#stackName = stackName;
    this.#template = template;
  }

  evaluate(expression: unknown): Plain | undefined {
    if (expression === null || typeof expression === 'boolean' || typeof expression === 'number') return expression;
    if (typeof expression === 'string') return expression;
    if (Array.isArray(expression)) return this.#list(expression);
    if (typeof expression !== 'object') throw new Error(`unable to evaluate ${JSON.stringify(expression)}`);
    const entries = Object.entries(expression ?? {});
    const [only] = entries;
    if (only && entries.length === 1 && isIntrinsic(only[0])) return this.#intrinsic(only[0], only[1]);
    const result: Record<string, Plain> = {};
    for (const [key, value] of entries) {
      const evaluated = this.evaluate(value);
      if (evaluated !== undefined) result[key] = evaluated;
    }
    return result;
  }

  holds(condition: string | undefined): boolean {
    if (condition === undefined) return true;
    const expression = this.#template.Conditions[condition];
    if (expression === undefined)
      throw new Error(`unable to evaluate condition ${condition}; the template has none of that name`);
    return this.#truth(expression);
  }

  identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId);
    if (known) return known;
    const resource = this.#template.Resources[logicalId];
    if (!resource) throw new Error(`unable to resolve ${logicalId}; the template has no such resource`);
    const identity = identityOf(resource.Type, {
      stackName: this.#stackName,
      logicalId,
      name: (property) => {
        const value = this.evaluate(resource.Properties[property] ?? { Ref: 'AWS::NoValue' });
        return typeof value === 'string' ? value : undefined;
      },
    });
    this.#identities.set(logicalId, identity);
    return identity;
  }

  #intrinsic(name: string, argument: unknown): Plain | undefined {
    switch (name) {
      case 'Ref':
        return this.#ref(text(argument, name));
      case 'Fn::GetAtt':
        return this.#attribute(argument);
      case 'Fn::Join': {
        const [separator, parts] = pair(argument, name);
        return this.#list(this.#listOf(parts, name))
          .map((part) => asText(part))
          .join(text(separator, name));
      }
      case 'Fn::Sub':
        return this.#sub(argument);
      case 'Fn::Select': {
        const [index, parts] = pair(argument, name);
        const chosen = this.#listOf(parts, name)[Number(this.evaluate(index))];
        if (chosen === undefined)
          throw new Error(`unable to evaluate Fn::Select; there is no element ${String(index)}`);
        return this.evaluate(chosen);
      }
      case 'Fn::Split': {
        const [separator, whole] = pair(argument, name);
        return text(this.evaluate(whole), name).split(text(separator, name));
      }
      case 'Fn::If': {
        const [condition, yes, no] = triple(argument, name);
        return this.evaluate(this.holds(text(condition, name)) ? yes : no);
      }
      case 'Fn::FindInMap':
        return this.#findInMap(argument);
      default:
        throw new Error(`unable to evaluate ${name}; the local cloud does not know this intrinsic`);
    }
  }

  #ref(name: string): Plain | undefined {
    switch (name) {
      case 'AWS::NoValue':
        return undefined;
      case 'AWS::Region':
        return REGION;
      case 'AWS::AccountId':
        return ACCOUNT_ID;
      case 'AWS::Partition':
        return PARTITION;
      case 'AWS::URLSuffix':
        return URL_SUFFIX;
      case 'AWS::StackName':
        return this.#stackName;
      case 'AWS::StackId':
        return `arn:${PARTITION}:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${this.#stackName}/local`;
    }
    const parameter = this.#template.Parameters[name];
    if (!parameter) return this.identity(name).ref;
    if (parameter.Default === undefined) throw new Error(`unable to evaluate parameter ${name}; it has no default`);
    return this.evaluate(parameter.Default);
  }

  #attribute(argument: unknown): string {
    const [logicalId, attribute] =
      typeof argument === 'string' ? splitOnce(argument, '.') : pair(argument, 'Fn::GetAtt');
    const id = text(logicalId, 'Fn::GetAtt');
    const value = this.identity(id).attributes[text(attribute, 'Fn::GetAtt')];
    if (value !== undefined) return value;
    const type = this.#template.Resources[id]?.Type;
    throw new Error(
      `unable to evaluate ${id}.${String(attribute)}; the local cloud does not know this attribute of ${type}`,
    );
  }

  #sub(argument: unknown): string {
    const [format, variables] = typeof argument === 'string' ? [argument, {}] : pair(argument, 'Fn::Sub');
    return text(format, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const own = isRecord(variables) ? variables[name] : undefined;
      if (own !== undefined) return asText(this.evaluate(own));
      return name.includes('.') ? this.#attribute(name) : asText(this.#ref(name));
    });
  }

  #findInMap(argument: unknown): Plain | undefined {
    const [map, first, second] = triple(argument, 'Fn::FindInMap').map((key) => asText(this.evaluate(key)));
    const value = this.#template.Mappings[map ?? '']?.[first ?? '']?.[second ?? ''];
    if (value === undefined)
      throw new Error(`unable to evaluate Fn::FindInMap; ${map}.${first}.${second} does not exist`);
    return this.evaluate(value);
  }

  #truth(expression: unknown): boolean {
    if (!isRecord(expression)) return this.evaluate(expression) === true || this.evaluate(expression) === 'true';
    const [entry] = Object.entries(expression);
    const [name, argument] = entry ?? ['', undefined];
    const parts = Array.isArray(argument) ? argument : [argument];
    switch (name) {
      case 'Condition':
        return this.holds(text(argument, name));
      case 'Fn::Equals':
        return JSON.stringify(this.evaluate(parts[0])) === JSON.stringify(this.evaluate(parts[1]));
      case 'Fn::Not':
        return !this.#truth(parts[0]);
      case 'Fn::And':
        return parts.every((part) => this.#truth(part));
      case 'Fn::Or':
        return parts.some((part) => this.#truth(part));
      default:
        return this.evaluate(expression) === 'true';
    }
  }

  #list(expressions: readonly unknown[]): Plain[] {
    return expressions.map((item) => this.evaluate(item)).filter((item) => item !== undefined);
  }

  #listOf(expression: unknown, name: string): readonly unknown[] {
    const value = Array.isArray(expression) ? expression : this.evaluate(expression);
    if (Array.isArray(value)) return value;
    throw new Error(`unable to evaluate ${name}; ${JSON.stringify(expression)} is not a list`);
  }
}

const isIntrinsic = (key: string): boolean => key === 'Ref' || key.startsWith('Fn::');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`unable to evaluate ${name}; ${JSON.stringify(value)} is not text`);
}

function pair(argument: unknown, name: string): readonly [unknown, unknown] {
  if (Array.isArray(argument) && argument.length === 2) return [argument[0], argument[1]];
  throw new Error(`unable to evaluate ${name}; it takes a list of two`);
}

function triple(argument: unknown, name: string): readonly [unknown, unknown, unknown] {
  if (Array.isArray(argument) && argument.length === 3) return [argument[0], argument[1], argument[2]];
  throw new Error(`unable to evaluate ${name}; it takes a list of three`);
}

function splitOnce(whole: string, separator: string): readonly [string, string] {
  const at = whole.indexOf(separator);
  return [whole.slice(0, at), whole.slice(at + separator.length)];
}
