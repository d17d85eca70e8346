import type { Generator } from './blocks.ts';
import { benchResults } from './bench-results.ts';
import { busEvents } from './bus-events.ts';
import { crashPoints } from './crash-points.ts';
import { loadResults } from './load-results.ts';
import { maskingBuiltIn, maskingLimits } from './masking.ts';
import { npmScripts } from './npm-scripts.ts';
import { operations } from './operations.ts';
import { overviewAnswers } from './overview/table.ts';
import { protocolErrors } from './protocol-errors.ts';
import { protocolFrames } from './protocol-frames.ts';
import { protocolLimits } from './protocol-limits.ts';
import { reporting } from './reporting.ts';
import { serviceOptions, userDataKeys } from './service-options.ts';
import { simulation } from './simulation.ts';
import { statusTransitions } from './status-transitions.ts';

/** Everything that documents may ask for with `<!-- generated:<name> -->`. A generator that none asks for is an error. */
export function generators(npmScriptNames: readonly string[]): Generator[] {
  return [
    npmScripts(npmScriptNames),
    statusTransitions,
    protocolErrors,
    protocolLimits,
    serviceOptions,
    userDataKeys,
    ...reporting,
    maskingBuiltIn,
    maskingLimits,
    ...protocolFrames,
    ...benchResults,
    ...loadResults,
    crashPoints,
    ...operations,
    overviewAnswers,
    simulation,
    busEvents,
  ];
}
