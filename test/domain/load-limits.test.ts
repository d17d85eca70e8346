import { describe, expect, it } from 'vitest';
import { partsToCount, roomAfter } from '../../shared/domain/load-limits.ts';

const limits = (sessionsMax: number, restorePercent = 80) => ({ sessionsMax, restorePercent });

describe('the room of a service after a count', () => {
  it.each([
    [10, 0, limits(10), 10],
    [3, 7, limits(10), 3],
    [1, 10, limits(10), 0],
    [1, 9, limits(10), 1],
    [1, 12, limits(10), 0],
    [0, 10, limits(10), 0],
    [0, 8, limits(10), 0],
    [0, 7, limits(10), 3],
    [-2, 8, limits(10), 0],
    [-2, 7, limits(10), 3],
    [0, 10, limits(20), 10],
    [0, 0, limits(0), 0],
    [0, 9, limits(10, 100), 1],
    [0, 10, limits(10, 100), 0],
    [0, 0, limits(10, 0), 0],
  ])('[LOAD-1] with %i left, %i open and the limits %j: %i', (before, counted, of, room) => {
    expect(roomAfter(before, counted, of)).toBe(room);
  });
});

describe('how much is counted', () => {
  it.each([
    [0, 16],
    [1_000, 16],
    [4_000, 16],
    [4_001, 16],
    [8_000, 8],
    [64_000, 1],
    [1_000_000, 1],
  ])('[LOAD-4] of 16 parts for a limit of %i: %i', (sessionsMax, parts) => {
    expect(partsToCount(sessionsMax, 16)).toBe(parts);
  });
});
