/** How long something took, over many times, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

/** The spread of some times; all zero when there are none. A percentile is the smallest time that so many are not above. */
export const spreadOf = (timesMs: readonly number[]): Spread => {
  const sorted = timesMs.toSorted((a, b) => a - b);
  const at = (share: number): number => round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0);
  return { count: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
};

/** Upper bounds of the plot's classes, in milliseconds. */
const CLASSES_MS = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, Infinity];
const BAR_CHARS = 50;

/** How many times fall into each class, as bars. */
export const barsOf = (timesMs: readonly number[]): string => {
  const counts = CLASSES_MS.map((bound, place) => {
    const above = CLASSES_MS[place - 1] ?? 0;
    return timesMs.filter((ms) => ms <= bound && (ms > above || place === 0)).length;
  });
  const most = Math.max(1, ...counts);
  return CLASSES_MS.flatMap((bound, place) => {
    const count = counts[place] ?? 0;
    if (count === 0) return [];
    const label = bound === Infinity ? 'longer' : `up to ${bound} ms`;
    return [`  ${label.padEnd(14)} ${String(count).padStart(6)}  ${'#'.repeat(Math.ceil((count / most) * BAR_CHARS))}`];
  }).join('\n');
};

/** The slope of the straight line that fits `values` best, per step. */
export const slopeOf = (values: readonly number[]): number => {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [place, value] of values.entries()) {
    above += (place - middle) * (value - mean);
    below += (place - middle) ** 2;
  }
  return below === 0 ? 0 : above / below;
};
