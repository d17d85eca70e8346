import { describe, expect, it } from 'vitest';
import { utf8Bytes } from '../../shared/protocol/text-size.ts';

describe('the size of a text', () => {
  it.each([
    ['nothing', '', 0],
    ['the last character of one byte', '\u007f', 1],
    ['the first of two bytes', '\u0080', 2],
    ['the last of two bytes', '\u07ff', 2],
    ['the first of three bytes', '\u0800', 3],
    ['the last of three bytes', '\uffff', 3],
    ['the first of four bytes', '\u{10000}', 4],
    ['the last of all', '\u{10ffff}', 4],
    ['half a pair, which goes out as U+FFFD', '\ud83d', 3],
    ['several of each', 'aé€\u{1F42D}', 10],
  ])('is counted in UTF-8: %s', (_what, text, bytes) => {
    expect(utf8Bytes(text)).toBe(bytes);
    expect(utf8Bytes(text)).toBe(Buffer.byteLength(text, 'utf8'));
  });
});
