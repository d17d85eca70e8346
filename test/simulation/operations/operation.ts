import type { Stage } from '../cast/stage.ts';
import type { Random } from '../engine/random.ts';

/** Something that somebody does in a session. A new one is a file in this folder and a line in all-operations.ts. */
export interface Operation {
  readonly name: string;
  /** How often it is chosen, compared to the others. */
  readonly weight: number;
  readonly run: (stage: Stage, random: Random) => void;
}
