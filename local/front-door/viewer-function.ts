import { createContext, runInContext } from 'node:vm';

/** The longest that a CloudFront function may run here. AWS stops them after about a millisecond of CPU. */
const TIMEOUT_MS = 100;

/** What a viewer-request function may change. */
export interface ViewerRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: string;
}

/** A function's verdict: go on with this path, or answer at once. */
export type ViewerVerdict =
  | { readonly kind: 'forward'; readonly uri: string }
  | { readonly kind: 'respond'; readonly status: number; readonly location: string | undefined };

/** Runs a CloudFront function on a viewer request. Query and headers are given to it, but only a changed path is taken over. */
export function runViewerFunction(code: string, request: ViewerRequest): ViewerVerdict {
  const query = Object.fromEntries(
    [...new URLSearchParams(request.querystring)].map(([name, value]) => [name, { value }]),
  );
  const event = {
    version: '1.0',
    context: { eventType: 'viewer-request' },
    viewer: { ip: '127.0.0.1' },
    request: { method: request.method, uri: request.uri, querystring: query, headers: {}, cookies: {} },
  };
  const context = createContext({ event: JSON.stringify(event) });
  const answer: unknown = JSON.parse(
    String(runInContext(`${code}\n;JSON.stringify(handler(JSON.parse(event)))`, context, { timeout: TIMEOUT_MS })),
  );
  if (typeof answer !== 'object' || answer === null)
    throw new Error('unable to run a viewer function; it returned nothing');
  if (!('statusCode' in answer)) return { kind: 'forward', uri: String(Reflect.get(answer, 'uri')) };
  const headers: unknown = Reflect.get(answer, 'headers');
  const location: unknown =
    typeof headers === 'object' && headers !== null ? Reflect.get(headers, 'location') : undefined;
  const value: unknown = typeof location === 'object' && location !== null ? Reflect.get(location, 'value') : undefined;
  return {
    kind: 'respond',
    status: Number(answer.statusCode),
    location: typeof value === 'string' ? value : undefined,
  };
}
