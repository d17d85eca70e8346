/** A number to hold: the value must not be above the limit. */
export interface Bar {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
}

/** Whether the bar holds. A value that could not be measured does not. */
export const holds = ({ value, limit }: Bar): boolean => value <= limit;

/** A number with at most three digits behind the point. */
export const short = (value: number): string => String(Math.round(value * 1000) / 1000);

/** The bars as a table for people. */
export const barTable = (bars: readonly Bar[]): string => {
  const width = Math.max(...bars.map(({ what }) => what.length));
  return bars
    .map((bar) => {
      const verdict = holds(bar) ? 'ok    ' : 'BROKEN';
      return `${verdict} ${bar.what.padEnd(width)} ${short(bar.value).padStart(9)}  at most ${short(bar.limit)}`;
    })
    .join('\n');
};
