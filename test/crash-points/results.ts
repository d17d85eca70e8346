import type { Points } from './points.ts';
import { isViolation, type Verdict } from './try-points.ts';

/** What came of the points of one operation. */
export interface OperationResult {
  readonly operation: string;
  readonly functions: readonly string[];
  /** Different calls, e.g. `log.append`. */
  readonly calls: readonly string[];
  readonly points: number;
  readonly violations: number;
  /** How its sessions came to their end, the most frequent first. */
  readonly converged: readonly string[];
}

/** What came of all points. */
export interface Results {
  readonly plots: number;
  readonly runs: number;
  readonly calls: number;
  readonly points: number;
  readonly violations: number;
  /** Points at which the retry was struck at the same call too. */
  readonly twice: number;
  readonly operations: readonly OperationResult[];
}

interface Sum {
  functions: Set<string>;
  calls: Set<string>;
  points: number;
  violations: number;
  converged: Map<string, number>;
}

/** Adds up verdicts. */
export class Summing {
  readonly #sums = new Map<string, Sum>();
  #points = 0;
  #violations = 0;
  #twice = 0;

  add(verdict: Verdict): void {
    const { point, converged, struck } = verdict;
    const none: Sum = { functions: new Set(), calls: new Set(), points: 0, violations: 0, converged: new Map() };
    const sum = this.#sums.get(point.operation) ?? none;
    this.#sums.set(point.operation, sum);
    sum.functions.add(point.by);
    sum.calls.add(point.callName);
    sum.points += 1;
    sum.converged.set(converged, (sum.converged.get(converged) ?? 0) + 1);
    this.#points += 1;
    if (struck === 2) this.#twice += 1;
    if (!isViolation(verdict)) return;
    sum.violations += 1;
    this.#violations += 1;
  }

  results(all: readonly Points[]): Results {
    const runs = all.flatMap(({ calm }) => calm.watch.runs.filter((run) => run.isLookedAt));
    return {
      plots: all.length,
      runs: runs.length,
      calls: runs.reduce((sum, { calls }) => sum + calls.length, 0),
      points: this.#points,
      violations: this.#violations,
      twice: this.#twice,
      operations: [...this.#sums]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([operation, sum]) => ({
          operation,
          functions: [...sum.functions],
          calls: [...sum.calls],
          points: sum.points,
          violations: sum.violations,
          converged: [...sum.converged].toSorted(([, a], [, b]) => b - a).map(([how]) => how),
        })),
    };
  }
}
