import { runtimeDeps } from './dependencies.ts';
import { makeHandler } from './handler.ts';

export const handler = makeHandler(runtimeDeps(process.env));
