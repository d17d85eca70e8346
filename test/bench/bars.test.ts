import { describe, expect, it } from 'vitest';
import { barTable, holds } from '../../bench/bars.ts';
import { median } from '../../bench/messages.ts';

describe('a bar', () => {
  it('holds up to its limit', () => {
    expect(holds({ what: 'units', value: 1.25, limit: 1.25 })).toBe(true);
    expect(holds({ what: 'units', value: 1.251, limit: 1.25 })).toBe(false);
  });

  it('is broken by what could not be measured', () => {
    expect(holds({ what: 'units', value: NaN, limit: 1.25 })).toBe(false);
  });

  it('is shown with its verdict', () => {
    const bars = [
      { what: 'write units', value: 1.125, limit: 1.25 },
      { what: 'calls', value: 2, limit: 0 },
    ];
    expect(barTable(bars)).toBe('ok     write units     1.125  at most 1.25\nBROKEN calls               2  at most 0');
  });
});

describe('the median', () => {
  it('is the middle, or the mean of the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
