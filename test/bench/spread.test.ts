import { describe, expect, it } from 'vitest';
import { barsOf, slopeOf, spreadOf } from '../../bench/load/spread.ts';

describe('the spread of times', () => {
  it('names the smallest time that so many are not above', () => {
    const times = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect(spreadOf(times)).toEqual({ count: 100, p50: 50, p90: 90, p99: 99, max: 100 });
    expect(spreadOf([7])).toEqual({ count: 1, p50: 7, p90: 7, p99: 7, max: 7 });
    expect(spreadOf([])).toEqual({ count: 0, p50: 0, p90: 0, p99: 0, max: 0 });
  });

  it('draws a bar for each class that has times', () => {
    expect(barsOf([0, 5, 5.1, 20_000])).toBe(
      [
        `  up to 5 ms          2  ${'#'.repeat(50)}`,
        `  up to 10 ms         1  ${'#'.repeat(25)}`,
        `  longer              1  ${'#'.repeat(25)}`,
      ].join('\n'),
    );
  });
});

describe('the slope', () => {
  it('is that of the straight line that fits best', () => {
    expect(slopeOf([1, 3, 5, 7])).toBe(2);
    expect(slopeOf([4, 4, 4])).toBe(0);
    expect(slopeOf([0, 1, 0, 1])).toBeCloseTo(0.2);
    expect(slopeOf([5])).toBe(0);
  });
});
