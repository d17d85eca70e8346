import { expect, it } from 'vitest';
import { isTooLarge, measured, sizeLines } from '../../scripts/size/limits.ts';

const sizes = measured({
  functions: [
    { name: 'socket', bytes: 262_145 },
    { name: 'http', bytes: 262_145 },
  ],
  pages: [
    { path: 'widget/main.js', gzipBytes: 25_600 },
    { path: 'index.html', gzipBytes: 500 },
  ],
  client: 6_145,
});

it('each thing has its own limit, a page besides the widget none', () => {
  expect(sizes).toEqual([
    { name: 'function socket', bytes: 262_145, limit: 262_144 },
    { name: 'function http', bytes: 262_145, limit: 307_200 },
    { name: 'client library, gzipped', bytes: 6_145, limit: 6_144 },
    { name: 'page widget/main.js, gzipped', bytes: 25_600, limit: 25_600 },
    { name: 'page index.html, gzipped', bytes: 500 },
  ]);
  expect(sizes.map(isTooLarge)).toEqual([true, false, true, false, false]);
});

it('what is too large stands out', () => {
  expect(sizeLines(sizes.slice(0, 2))).toBe(
    'TOO BIG function socket   262,145  at most 262,144\nok      function http     262,145  at most 307,200',
  );
});
