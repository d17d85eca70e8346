import * as v from 'valibot';
import { changeMasking, tryMasking, type RulesRefused } from '../../shared/app/service-masking.ts';
import type { MaskingRule } from '../../shared/domain/masking-rules.ts';
import {
  MaskingTest,
  MaskingWish,
  type MaskingAnswer,
  type MaskingChanged,
  type MaskingHistory,
  type MaskingTested,
} from '../../shared/protocol/index.ts';
import { expectedVersionOf, historyOf, MISTAKES_SHOWN, shorten, tagOf, visitOf } from './administering.ts';
import { readBody } from '../../shared/http/http-body.ts';
import type { AdminDeps } from './admin-deps.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { invalid, ok, problem, withHeaders, type HttpReply } from '../../shared/http/http-reply.ts';

const plain = (rules: v.InferOutput<typeof MaskingWish>['rules']): MaskingRule[] =>
  rules.map(({ name, priority, expression, builtIn, ignoreCase, replacement }) => ({
    name,
    priority,
    ...(expression === undefined ? {} : { expression }),
    ...(builtIn === undefined ? {} : { builtIn }),
    ...(ignoreCase === undefined ? {} : { ignoreCase }),
    ...(replacement === undefined ? {} : { replacement }),
  }));

const refusal = (doing: string, { mistakes }: RulesRefused): HttpReply => {
  const words = mistakes
    .slice(0, MISTAKES_SHOWN)
    .map(
      ({ rule, field, value, allowed }) =>
        `rule ${JSON.stringify(rule)}, ${field}: ${value === null ? '' : `${shorten(JSON.stringify(value))} `}must be ${allowed}`,
    );
  const more = mistakes.length > words.length ? [`and ${mistakes.length - words.length} more`] : [];
  return problem('bad-rule', `unable to ${doing}; ${[...words, ...more].join('; ')}`);
};

/** `GET /services/{service}/masking`: the rules in force, by priority; what `PUT` takes. */
export const getMasking = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const { version, rules, change } = await deps.serviceMasking.read(service);
  const changed = change === undefined ? {} : { changed: { version, at: change.at, by: change.by } };
  const answer = { service, version, rules: [...rules], ...changed };
  return withHeaders(ok(answer satisfies v.InferOutput<typeof MaskingAnswer>), tagOf(version));
};

/** `PUT /services/{service}/masking`: these rules in place of all there were, or nothing is changed (MASK-5). */
export const putMasking = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const doing = 'change the masking rules';
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service, person } = visit;
  const expected = expectedVersionOf(request, doing);
  if (expected !== null && typeof expected !== 'number') return expected;
  const body = readBody(request, doing);
  if (body.kind === 'refused') return body.reply;
  const parsed = v.safeParse(MaskingWish, body.value);
  if (!parsed.success) return invalid(doing, parsed.issues);
  const by = { id: person.id, name: person.label };
  const wish = { rules: plain(parsed.output.rules), by, ...(expected === null ? {} : { expectedVersion: expected }) };
  const outcome = await changeMasking(deps, service, wish);
  if (outcome.kind === 'refused') return refusal(doing, outcome);
  const { version } = outcome;
  if (outcome.kind === 'stale') {
    const detail = `unable to ${doing}; they are at version ${version} already`;
    return withHeaders(problem('stale-version', detail), tagOf(version));
  }
  const changes = outcome.kind === 'changed' ? [...outcome.change.steps] : [];
  return withHeaders(ok({ service, version, changes } satisfies v.InferOutput<typeof MaskingChanged>), tagOf(version));
};

/** `GET /services/{service}/masking/history?before=version&limit=n`: who changed which rule from what to what, newest first. */
export const getMaskingHistory = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const page = await historyOf(deps.serviceMasking, service, request);
  if ('statusCode' in page) return page;
  return ok({ service, ...page } satisfies v.InferOutput<typeof MaskingHistory>);
};

/** `POST /services/{service}/masking/test`: what becomes of a sample, and by which rules (MASK-11). */
export const postMaskingTest = async (deps: AdminDeps, request: HttpRequest): Promise<HttpReply> => {
  const doing = 'test the masking rules';
  const visit = visitOf(request);
  if ('statusCode' in visit) return visit;
  const { service } = visit;
  const body = readBody(request, doing);
  if (body.kind === 'refused') return body.reply;
  const parsed = v.safeParse(MaskingTest, body.value);
  if (!parsed.success) return invalid(doing, parsed.issues);
  const { text: sample, rules } = parsed.output;
  const tried = await tryMasking(deps, service, sample, rules === undefined ? undefined : plain(rules));
  if (tried.kind === 'refused') return refusal(doing, tried);
  if (tried.kind === 'too-long') return problem('too-long', `unable to ${doing}; masking makes the text too long`);
  const { text, steps } = tried;
  return ok({ service, text, steps: [...steps] } satisfies v.InferOutput<typeof MaskingTested>);
};
