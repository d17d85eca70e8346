import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../web/client/timeline.ts';
import { said } from './support/chat-fixture.ts';

const indexes = (events: readonly { index: number }[]): number[] => events.map(({ index }) => index);

describe('a timeline', () => {
  it('gives out an event whose previous index is not above the cursor', () => {
    const timeline = new Timeline(4);
    expect(indexes(timeline.take(said(6, 'six', 4)))).toEqual([6]);
    expect(indexes(timeline.take(said(9, 'nine', 2)))).toEqual([9]);
    expect(timeline.cursor).toBe(9);
  });

  it('holds what comes too early, and takes what was given out for old', () => {
    const timeline = new Timeline(0);
    expect(timeline.take(said(3, 'three'))).toEqual([]);
    expect(timeline.behind).toBe(true);
    expect(timeline.take(said(2, 'two'))).toEqual([]);
    expect(indexes(timeline.take(said(1, 'one')))).toEqual([1, 2, 3]);
    expect(timeline.take(said(2, 'two'))).toEqual([]);
    expect(timeline.behind).toBe(false);
  });

  it('takes the event that closes the gap however much it holds, and holds no more than 64', () => {
    const timeline = new Timeline(0);
    for (let index = 2; index <= 80; index++) expect(timeline.take(said(index, 'early'))).toEqual([]);
    expect(indexes(timeline.take(said(1, 'one')))).toEqual(Array.from({ length: 65 }, (_, place) => place + 1));
    expect(timeline.behind).toBe(true);
  });

  it('drops what it holds once an event that does not follow it has passed it', () => {
    const timeline = new Timeline(0);
    expect(timeline.take(said(3, 'three'))).toEqual([]);
    expect(indexes(timeline.take(said(4, 'four', 0)))).toEqual([4]);
    expect(indexes(timeline.take(said(5, 'five', 2)))).toEqual([5]);
    expect(timeline.behind).toBe(false);
  });

  it('sets its cursor to the position that a page was read to, not to its last event', () => {
    const timeline = new Timeline(0);
    expect(indexes(timeline.takePage([said(2, 'two')], 7))).toEqual([2]);
    expect(timeline.cursor).toBe(7);
    expect(timeline.takePage([said(2, 'two')], 5)).toEqual([]);
    expect(timeline.cursor).toBe(7);
  });

  it('gives out every event once and in order, whatever is lost, doubled or reordered, once a page fills the rest', () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 });
    const property = fc.property(arrivals, fc.integer({ min: 1, max: 39 }), (order, middle) => {
      const timeline = new Timeline(0);
      const all = Array.from({ length: 40 }, (_, n) => said(n + 1, `m${n + 1}`));
      const pageFrom = (after: number, to: number): number[] => indexes(timeline.takePage(all.slice(after, to), to));
      const seen = order.flatMap((index) => indexes(timeline.take(said(index, `m${index}`))));
      seen.push(...pageFrom(timeline.cursor, Math.max(timeline.cursor, middle)));
      seen.push(...pageFrom(timeline.cursor, 40));
      expect(seen).toEqual(indexes(all));
    });
    fc.assert(property, { numRuns: 300, seed: 20_260_101 });
  });
});
