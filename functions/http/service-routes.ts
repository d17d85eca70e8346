import * as v from 'valibot';
import { changeOptions, showOptions } from '../../shared/app/service-options.ts';
import { ADMINISTRATORS } from '../../shared/config/groups.ts';
import {
  ServiceName,
  type OptionsAnswer,
  type OptionsChanged,
  type OptionsHistory,
  type Problem,
} from '../../shared/protocol/index.ts';
import { readBody } from './http-body.ts';
import type { HttpDeps } from './http-deps.ts';
import type { HttpRequest } from './http-event.ts';
import { ok, problem, withHeaders, type HttpReply } from './http-reply.ts';
import { personOf, type Person } from './identity.ts';
import { shownWalk } from './shown-walk.ts';

/** An administrator, and the service that they ask about. */
export interface Visit {
  readonly service: string;
  readonly person: Person;
}

/** The service that the path names, if whoever asks is an administrator (OPT-7). */
export const visitOf = (request: HttpRequest): Visit | HttpReply => {
  const person = personOf(request);
  if (person === undefined) return problem('unauthorized', 'unable to tell who asks; the token names nobody');
  if (!person.isAdministrator) {
    return problem('not-allowed', `unable to administer a service; that takes a member of the group ${ADMINISTRATORS}`);
  }
  const service = request.path['service'] ?? '';
  if (v.is(ServiceName, service)) return { service, person };
  return problem('bad-frame', 'unable to find the service; service: must be 1 to 32 characters a-z, 0-9 or dash');
};

const tagOf = (version: number): Record<string, string> => ({ etag: `"${version}"` });

/** `GET /services/{service}/options`: every option with its value, what it may be, and who changed it last. */
export const getOptions = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const answer = { service, ...(await showOptions(deps, service)) };
  return withHeaders(ok(answer satisfies v.InferOutput<typeof OptionsAnswer>), tagOf(answer.version));
};

type Mistake = NonNullable<v.InferOutput<typeof Problem>['options']>[number];

/** A name or value may be anything: a problem shows its beginning. */
const SHOWN_CHARS_MAX = 80;

/** So many mistakes are named at once: an answer is never much longer than what caused it. */
const MISTAKES_SHOWN = 5;

const shorten = (text: string): string => (text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text);

const refusal = (mistakes: readonly { name: string; value: unknown; allowed: string }[]): HttpReply => {
  const shown: Mistake[] = mistakes.slice(0, MISTAKES_SHOWN).map(({ name, value, allowed }) => ({
    name: shorten(name),
    value: shorten(JSON.stringify(value)),
    allowed,
  }));
  const words = shown.map(({ name, value, allowed }) => `${name}: ${value} must be ${allowed}`);
  const more = mistakes.length > shown.length ? [`and ${mistakes.length - shown.length} more`] : [];
  const detail = `unable to change the options, and none is changed; ${[...words, ...more].join('; ')}`;
  return problem('bad-option', detail, { options: shown });
};

/** `"7"`, as the answers name it; undefined when it is no version, null when any will do. */
const expectedVersionIn = (header: string | undefined): number | null | undefined => {
  if (header === undefined || header.trim() === '*') return null;
  const digits = /^"?(\d{1,10})"?$/.exec(header.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const Wish = v.pipe(
  v.record(v.string(), v.unknown()),
  v.check((wish) => Object.keys(wish).length > 0, 'must name an option'),
);

/** `PATCH /services/{service}/options`: sets some, or with null back to their defaults; all of them or none. */
export const patchOptions = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service, person } = visit;
  const expected = expectedVersionIn(request.headers['if-match']);
  if (expected === undefined)
    return problem('bad-frame', 'unable to change the options; if-match: must be a version in quotes, or *');
  const body = readBody(request, 'change the options');
  if (body.kind === 'refused') return body.reply;
  if (!v.is(Wish, body.value) || Array.isArray(body.value))
    return problem('bad-frame', 'unable to change the options; body: must be an object of options by name');
  const by = { id: person.id, name: person.label };
  const wish = { wanted: body.value, by, ...(expected === null ? {} : { expectedVersion: expected }) };
  const outcome = await changeOptions(deps, service, wish);
  if (outcome.kind === 'refused') return refusal(outcome.mistakes);
  const { version } = outcome;
  if (outcome.kind === 'stale') {
    const detail = `unable to change the options; they are at version ${version} already`;
    return withHeaders(problem('stale-version', detail), tagOf(version));
  }
  const changes = outcome.kind === 'changed' ? [...outcome.change.steps] : [];
  const apply = outcome.kind === 'changed' && outcome.walk !== undefined ? { apply: shownWalk(outcome.walk) } : {};
  return withHeaders(
    ok({ service, version, changes, ...apply } satisfies v.InferOutput<typeof OptionsChanged>),
    tagOf(version),
  );
};

const HISTORY_MAX = 100;
const HISTORY_USUAL = 20;

const countIn = (text: string | undefined, usual: number, max: number): number | undefined => {
  const count = text === undefined ? usual : Number(text);
  return Number.isSafeInteger(count) && count >= 1 && count <= max ? count : undefined;
};

/** `GET /services/{service}/options/history?before=version&limit=n`: who changed what from what to what, newest first. */
export const getOptionsHistory = async (deps: HttpDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const limit = countIn(request.query['limit'], HISTORY_USUAL, HISTORY_MAX);
  if (limit === undefined)
    return problem('bad-frame', `unable to read the history; limit: must be a whole number from 1 to ${HISTORY_MAX}`);
  const before = countIn(request.query['before'], Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (before === undefined)
    return problem('bad-frame', 'unable to read the history; before: must be a whole number from 1');
  const found = await deps.serviceOptions.history(service, limit, before);
  const changes = found.map(({ steps, ...made }) => ({ ...made, changes: [...steps] }));
  const oldest = found.at(-1)?.version ?? 1;
  const next = oldest > 1 ? { next: oldest } : {};
  return ok({ service, changes, ...next } satisfies v.InferOutput<typeof OptionsHistory>);
};
