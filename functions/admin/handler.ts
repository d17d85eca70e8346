import { answering, type Route } from '../../shared/http/answer-request.ts';
import type { HttpReply } from '../../shared/http/http-reply.ts';
import type { AdminDeps } from './admin-deps.ts';
import { getFigures } from './figures-routes.ts';
import { getMasking, getMaskingHistory, postMaskingTest, putMasking } from './masking-routes.ts';
import { getOptions, getOptionsHistory, patchOptions } from './service-routes.ts';
import { getWalk, postWalk } from './walk-routes.ts';

/** Every route of administrators, by its key; the stack declares the same ones, which a test holds it to. */
export const ROUTES: ReadonlyMap<string, Route<AdminDeps>> = new Map<string, Route<AdminDeps>>([
  ['GET /services/{service}/figures', getFigures],
  ['GET /services/{service}/options', getOptions],
  ['PATCH /services/{service}/options', patchOptions],
  ['GET /services/{service}/options/history', getOptionsHistory],
  ['GET /services/{service}/options/apply', getWalk],
  ['POST /services/{service}/options/apply', postWalk],
  ['GET /services/{service}/masking', getMasking],
  ['PUT /services/{service}/masking', putMasking],
  ['GET /services/{service}/masking/history', getMaskingHistory],
  ['POST /services/{service}/masking/test', postMaskingTest],
]);

export const makeHandler = (deps: AdminDeps): ((event: unknown) => Promise<HttpReply>) => answering(ROUTES, deps);
