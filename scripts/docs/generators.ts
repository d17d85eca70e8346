import type { Generator } from './blocks.ts';
import { npmScripts } from './npm-scripts.ts';
import { statusTransitions } from './status-transitions.ts';

/** Everything that documents may ask for with `<!-- generated:<name> -->`. A generator that none asks for is an error. */
export function generators(npmScriptNames: readonly string[]): Generator[] {
  return [npmScripts(npmScriptNames), statusTransitions];
}
