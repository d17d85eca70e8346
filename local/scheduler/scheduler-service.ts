import * as v from 'valibot';
import type { AwsRequest, AwsService, NeededGrant } from '../contracts.ts';
import { AwsError } from '../protocols/aws-error.ts';
import {
  deniedResponse,
  isObject,
  parseInput,
  parseJsonObject,
  readableJsonObject,
  respond,
  textOf,
  type JsonDialect,
} from '../protocols/json-protocol.ts';
import { createBook, type BookDependencies, type ScheduleBook, type SchedulerStats } from './book.ts';
import { scheduleInput, scheduleName, type Schedule } from './schedule.ts';

export type { SchedulerStats } from './book.ts';
export type { FiredTarget } from './runner.ts';

/** `groups` are those of the template; `fire` calls a target; `latenessMs` (default 0) delays a schedule by its name. */
export type SchedulerDependencies = BookDependencies;

/** A schedule of the template. */
export interface ScheduleDeclaration {
  readonly name: string;
  /** Default `default`. */
  readonly group?: string;
  readonly expression: string;
  readonly timezone?: string;
  readonly target: { readonly arn: string; readonly roleArn: string; readonly input?: string };
  readonly state: 'ENABLED' | 'DISABLED';
}

/** A schedule as a tool sees it. */
export interface ScheduleView {
  readonly group: string;
  readonly name: string;
  readonly expression: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly targetArn: string;
  readonly input?: string;
  /** When it fires next; missing when it has completed. */
  readonly nextAtMs?: number;
}

export interface SchedulerService extends AwsService {
  declare(declaration: ScheduleDeclaration): void;
  list(): readonly ScheduleView[];
  /** Deletes as an operator's hand would, to see what the product does without it. False when there is none. */
  deleteByHand(name: string, group?: string): boolean;
  stats(): SchedulerStats;
}

const DIALECT: JsonDialect = { contentType: 'application/json', errorNamespace: '', messageMember: 'Message' };

/** EventBridge Scheduler on the cloud's clock; under `dataDir` schedules outlive the process and fire late if need be. */
export function createSchedulerService(deps: SchedulerDependencies): SchedulerService {
  const book = createBook(deps);

  return {
    signingName: 'scheduler',
    operationOf: (request) => route(request.method, request.path)?.operation,
    grantsFor: (request) => grantsFor(request, deps),
    handle: (request) => respond(DIALECT, () => run(request, book)),
    denied: (_request, message) => deniedResponse(DIALECT, message, 403),
    declare: (declaration) => book.declare(toInput(declaration)),
    list: () => book.list().map(toView),
    deleteByHand: (name, group = 'default') => {
      const found = book.list().find(({ input }) => input.Name === name && input.GroupName === group);
      if (found !== undefined) book.remove(group, name);
      return found !== undefined;
    },
    stats: () => book.stats(),
    stop: () => Promise.resolve(book.stop()),
  };
}

interface Route {
  readonly operation: string;
  readonly name: string;
}

const VERBS: Readonly<Record<string, string>> = { POST: 'Create', GET: 'Get', PUT: 'Update', DELETE: 'Delete' };

function route(method: string, path: string): Route | undefined {
  const [, kind, encoded, ...rest] = path.split('/');
  const noun = kind === 'schedules' ? 'Schedule' : kind === 'schedule-groups' ? 'ScheduleGroup' : undefined;
  if (noun === undefined || rest.length > 0) return undefined;
  if (encoded === undefined || encoded === '')
    return method === 'GET' ? { operation: `List${noun}s`, name: '' } : undefined;
  const verb = VERBS[method];
  if (verb === undefined || (noun === 'ScheduleGroup' && verb === 'Update')) return undefined;
  return { operation: `${verb}${noun}`, name: decodeURIComponent(encoded) };
}

function run(request: AwsRequest, book: ScheduleBook): unknown {
  const name = route(request.method, request.path)?.name ?? '';
  const group = request.query.get('groupName') ?? 'default';
  const body = () => parseInput(scheduleInput, { ...parseJsonObject(request.body), Name: name });
  switch (request.operation) {
    case 'CreateSchedule':
      return { ScheduleArn: book.arnOf(book.create(body()).input) };
    case 'UpdateSchedule':
      return { ScheduleArn: book.arnOf(book.update(body()).input) };
    case 'GetSchedule':
      return describe(book.get(group, name), book);
    case 'DeleteSchedule':
      return book.remove(group, name);
    case 'ListSchedules':
      return listSchedules(request.query, book);
    case 'CreateScheduleGroup':
      book.addGroup(parseInput(scheduleName, name));
      return { ScheduleGroupArn: groupArn(name, book) };
    case 'GetScheduleGroup':
      if (!book.groups().includes(name)) throw noGroup(name);
      return { Arn: groupArn(name, book), Name: name, State: 'ACTIVE' };
    case 'DeleteScheduleGroup':
      return book.removeGroup(name);
    case 'ListScheduleGroups':
      return { ScheduleGroups: book.groups().map((one) => ({ Arn: groupArn(one, book), Name: one, State: 'ACTIVE' })) };
    default:
      throw new AwsError('ValidationException', `The local cloud has no ${request.operation}`);
  }
}

function noGroup(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
}

function groupArn(name: string, book: ScheduleBook): string {
  return book.arnOf({ GroupName: name, Name: '' }).replace(':schedule/', ':schedule-group/').replace(/\/$/, '');
}

function describe({ input, createdAtMs, modifiedAtMs }: Schedule, book: ScheduleBook): unknown {
  const { ClientToken: _token, ...shown } = input;
  return {
    ...shown,
    Arn: book.arnOf(input),
    CreationDate: createdAtMs / 1000,
    LastModificationDate: modifiedAtMs / 1000,
  };
}

function listSchedules(query: URLSearchParams, book: ScheduleBook): unknown {
  const group = query.get('ScheduleGroup');
  const prefix = query.get('NamePrefix') ?? '';
  const state = query.get('State');
  const pageSize = parseInput(
    v.pipe(v.number(), v.minValue(1), v.maxValue(100)),
    Number(query.get('MaxResults') ?? 100),
  );
  const from = Number(query.get('NextToken') ?? 0);
  const found = book
    .list()
    .filter(({ input }) => group === null || input.GroupName === group)
    .filter(({ input }) => input.Name.startsWith(prefix) && (state === null || input.State === state));
  return {
    Schedules: found.slice(from, from + pageSize).map(({ input, createdAtMs, modifiedAtMs }) => ({
      Arn: book.arnOf(input),
      Name: input.Name,
      GroupName: input.GroupName,
      State: input.State,
      Target: { Arn: input.Target.Arn },
      CreationDate: createdAtMs / 1000,
      LastModificationDate: modifiedAtMs / 1000,
    })),
    ...(from + pageSize < found.length ? { NextToken: String(from + pageSize) } : {}),
  };
}

function grantsFor(request: AwsRequest, deps: SchedulerDependencies): readonly NeededGrant[] {
  const action = `scheduler:${request.operation}`;
  const name = route(request.method, request.path)?.name ?? '';
  const account = `arn:aws:scheduler:${deps.region}:${deps.accountId}`;
  if (request.operation.startsWith('List')) return [{ action, resource: '*' }];
  if (request.operation.endsWith('Group')) return [{ action, resource: `${account}:schedule-group/${name}` }];

  const body = readableJsonObject(request.body);
  const group = (request.query.get('groupName') ?? textOf(body['GroupName'])) || 'default';
  const own = { action, resource: `${account}:schedule/${group}/${name}` };
  const target = body['Target'];
  if (!isObject(target)) return [own];
  // Whoever has a schedule act for a role must be allowed to hand that role on.
  const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
  return [own, { action: 'iam:PassRole', resource: textOf(target['RoleArn']), context }];
}

function toInput({ name, group, expression, timezone, target, state }: ScheduleDeclaration) {
  return parseInput(scheduleInput, {
    Name: name,
    ...(group === undefined ? {} : { GroupName: group }),
    ScheduleExpression: expression,
    ...(timezone === undefined ? {} : { ScheduleExpressionTimezone: timezone }),
    State: state,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: target.arn,
      RoleArn: target.roleArn,
      ...(target.input === undefined ? {} : { Input: target.input }),
    },
  });
}

function toView({ input, nextAtMs }: Schedule): ScheduleView {
  return {
    group: input.GroupName,
    name: input.Name,
    expression: input.ScheduleExpression,
    state: input.State,
    targetArn: input.Target.Arn,
    ...(input.Target.Input === undefined ? {} : { input: input.Target.Input }),
    ...(nextAtMs === undefined ? {} : { nextAtMs }),
  };
}
