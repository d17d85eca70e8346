import type { Fault, Harm, Place, Strike } from '../faults/fault.ts';
import type { Random } from './random.ts';

/** One stroke of a fault: its name and the how-manieth of the session it was. */
export type Stroke = `${string}#${number}`;

type FaultOf<P extends Place> = Extract<Fault, { at: P }>;

const isAt = <P extends Place>(fault: Fault, place: P): fault is FaultOf<P> => fault.at === place;

/** Draws faults by chance, counts them, and leaves out those that a shrinking run wants to do without. */
export class Mischief {
  readonly #random: Random;
  readonly #byPlace = new Map<Place, readonly Fault[]>();
  readonly #spared: ReadonlySet<Stroke>;
  readonly #intensity: number;
  readonly #drawn = new Map<string, number>();
  /** How often each fault struck. */
  readonly struck = new Map<string, number>();
  readonly harms = new Set<Harm>();
  /** Every stroke, in order. */
  readonly strokes: Stroke[] = [];
  /** Whether faults strike at all. */
  on = true;

  constructor(random: Random, faults: readonly Fault[], intensity: number, spared: ReadonlySet<Stroke>) {
    this.#random = random;
    this.#intensity = intensity;
    this.#spared = spared;
    for (const fault of faults) this.#byPlace.set(fault.at, [...(this.#byPlace.get(fault.at) ?? []), fault]);
  }

  /** What the first fault that strikes at `place` says, if one strikes. */
  draw<P extends Place>(
    place: P,
    say: (fault: FaultOf<P>, random: Random) => Strike<P> | undefined,
  ): Strike<P> | undefined {
    const faults = this.#byPlace.get(place);
    if (!this.on || faults === undefined) return undefined;
    for (const fault of faults) {
      if (!isAt(fault, place) || !this.#random.chance(fault.chance * this.#intensity)) continue;
      const said = say(fault, this.#random);
      if (said === undefined || !this.#strike(fault)) continue;
      return said;
    }
    return undefined;
  }

  /** Whether the named fault of the world strikes now. */
  happens(name: string): boolean {
    return this.draw('world', (fault, random) => (fault.name === name ? fault.strike(random) : undefined)) ?? false;
  }

  #strike(fault: Fault): boolean {
    const number = (this.#drawn.get(fault.name) ?? 0) + 1;
    this.#drawn.set(fault.name, number);
    const stroke: Stroke = `${fault.name}#${number}`;
    if (this.#spared.has(stroke)) return false;
    this.strokes.push(stroke);
    this.struck.set(fault.name, (this.struck.get(fault.name) ?? 0) + 1);
    if (fault.harm !== undefined) this.harms.add(fault.harm);
    return true;
  }
}
