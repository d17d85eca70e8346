import type { AllDeps } from '../engine/ports.ts';
import type { World } from '../engine/world.ts';

/** A rule switched off, to see what it prevents. A new one is a file in this folder and a line in all-ablations.ts. */
export interface Ablation {
  readonly name: string;
  /** The rule, as it stands while it is on. */
  readonly rule: string;
  /** How it is switched off in the simulator. */
  readonly off: string;
  /** The only faults that sessions have; left out: any. */
  readonly faults?: readonly string[];
  /** The ports of every function without the rule. */
  readonly ports?: (ports: AllDeps, world: World) => AllDeps;
  /** A frame to a client without the rule. */
  readonly toClient?: (frame: string) => string;
  /** Whether the sweep ticks. */
  readonly sweep?: false;
  /** How often a wake-up is handed over before it is given up. */
  readonly wakeUpTries?: number;
}
