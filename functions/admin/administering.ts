import * as v from 'valibot';
import { ADMINISTRATORS } from '../../shared/config/groups.ts';
import type { Changed } from '../../shared/domain/service-settings.ts';
import type { Versions } from '../../shared/app/ports.ts';
import { ServiceName } from '../../shared/protocol/index.ts';
import type { HttpRequest } from '../../shared/http/http-event.ts';
import { problem, type HttpReply } from '../../shared/http/http-reply.ts';
import { personOf, type Person } from '../../shared/http/identity.ts';

/** A service, and who administers it. */
export interface Visit {
  readonly service: string;
  readonly person: Person;
}

/** The service that the path names, if whoever asks is an administrator (OPT-7, MASK-5). */
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

/** Names the version that an answer is about. */
export const tagOf = (version: number): Record<string, string> => ({ etag: `"${version}"` });

/** A name or value may be anything: a problem shows its beginning. */
const SHOWN_CHARS_MAX = 80;

/** So many mistakes are named at once: an answer is never much longer than what caused it. */
export const MISTAKES_SHOWN = 5;

/** The beginning of what may be long. */
export const shorten = (text: string): string =>
  text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text;

/** The version that a request is decided on, `"7"` as the answers name it; null when any will do. */
export const expectedVersionOf = (request: HttpRequest, doing: string): number | null | HttpReply => {
  const header = request.headers['if-match']?.trim();
  if (header === undefined || header === '*') return null;
  const digits = /^"?(\d{1,10})"?$/.exec(header)?.[1];
  if (digits !== undefined) return Number(digits);
  return problem('bad-frame', `unable to ${doing}; if-match: must be a version in quotes, or *`);
};

const HISTORY_MAX = 100;
const HISTORY_USUAL = 20;

const countIn = (text: string | undefined, usual: number, max: number): number | undefined => {
  const count = text === undefined ? usual : Number(text);
  return Number.isSafeInteger(count) && count >= 1 && count <= max ? count : undefined;
};

/** One page of a history, newest first; `next` is the `before` of the next page. */
export interface HistoryPage<Step> {
  readonly changes: (Omit<Changed<Step>, 'steps'> & { changes: Step[] })[];
  readonly next?: number;
}

/** The page of a history that `?before=version&limit=n` asks for. */
export const historyOf = async <Settings, Step>(
  versions: Versions<Settings, Changed<Step>>,
  service: string,
  request: HttpRequest,
): Promise<HistoryPage<Step> | HttpReply> => {
  const limit = countIn(request.query['limit'], HISTORY_USUAL, HISTORY_MAX);
  if (limit === undefined)
    return problem('bad-frame', `unable to read the history; limit: must be a whole number from 1 to ${HISTORY_MAX}`);
  const before = countIn(request.query['before'], Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (before === undefined)
    return problem('bad-frame', 'unable to read the history; before: must be a whole number from 1');
  const found = await versions.history(service, limit, before);
  const changes = found.map(({ steps, ...made }) => ({ ...made, changes: [...steps] }));
  const oldest = found.at(-1)?.version ?? 1;
  return { changes, ...(oldest > 1 ? { next: oldest } : {}) };
};
