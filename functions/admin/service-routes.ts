import * as v from 'valibot';
import { changeOptions, showOptions } from '../../shared/app/service-options.ts';
import type { OptionsAnswer, OptionsChanged, OptionsHistory, Problem } from '../../shared/protocol/index.ts';
import { expectedVersionOf, historyOf, MISTAKES_SHOWN, shorten, tagOf, visitOf } from './administering.ts';
import { readBody } from '../../shared/http/http-body.ts';
import type { AdminDeps } from './admin-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { ok, problem, withHeaders, type HttpReply } from '../../shared/http/http-reply.ts';
import { shownWalk } from './shown-walk.ts';

/** `GET /services/{service}/options`: every option with its value, what it may be, and who changed it last. */
export const getOptions = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const answer = { service, ...(await showOptions(deps, service)) };
  return withHeaders(ok(answer satisfies v.InferOutput<typeof OptionsAnswer>), tagOf(answer.version));
};

type Mistake = NonNullable<v.InferOutput<typeof Problem>['options']>[number];

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

const Wish = v.pipe(
  v.record(v.string(), v.unknown()),
  v.check((wish) => Object.keys(wish).length > 0, 'must name an option'),
);

/** `PATCH /services/{service}/options`: sets some, or with null back to their defaults; all of them or none. */
export const patchOptions = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service, person } = visit;
  const expected = expectedVersionOf(request, 'change the options');
  if (expected !== null && typeof expected !== 'number') return expected;
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

/** `GET /services/{service}/options/history?before=version&limit=n`: who changed what from what to what, newest first. */
export const getOptionsHistory = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const page = await historyOf(deps.serviceOptions, service, request);
  if ('statusCode' in page) return page;
  return ok({ service, ...page } satisfies v.InferOutput<typeof OptionsHistory>);
};
