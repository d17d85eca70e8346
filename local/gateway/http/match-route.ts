import type { HttpRoute } from '../../template/model.ts';

/** A route that fits a request, with the values of its path parameters, still percent-encoded as API Gateway leaves them. */
export interface RouteMatch {
  readonly route: HttpRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The most specific route: whole path before greedy, fixed segments before parameters, own method before `ANY`; then `$default`. */
export function matchRoute(routes: readonly HttpRoute[], method: string, path: string): RouteMatch | undefined {
  const candidates = routes
    .flatMap((route) => {
      const [routeMethod, pattern] = route.key.split(' ');
      if (pattern === undefined || (routeMethod !== method && routeMethod !== 'ANY')) return [];
      const pathParameters = matchPath(pattern, path);
      return pathParameters ? [{ route, pathParameters, rank: rankOf(pattern, routeMethod === 'ANY') }] : [];
    })
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1));
  const [best] = candidates;
  if (best) return { route: best.route, pathParameters: best.pathParameters };
  const fallback = routes.find(({ key }) => key === '$default');
  return fallback && { route: fallback, pathParameters: {} };
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(segment)?.[1];
    if (greedy !== undefined) {
      const rest = given.slice(index).join('/');
      return rest === '' ? undefined : { ...parameters, [greedy]: rest };
    }
    const actual = given[index];
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (actual === undefined || (name === undefined && actual !== segment) || (name !== undefined && actual === ''))
      return undefined;
    if (name !== undefined) parameters[name] = actual;
  }
  return given.length === wanted.length ? parameters : undefined;
}

/** Sorts as text: each segment becomes 0 (fixed), 1 (parameter) or 2 (greedy). */
function rankOf(pattern: string, anyMethod: boolean): string {
  const segments = pattern
    .split('/')
    .map((segment) => (segment.endsWith('+}') ? '2' : segment.startsWith('{') ? '1' : '0'));
  return segments.join('') + (anyMethod ? '1' : '0');
}
