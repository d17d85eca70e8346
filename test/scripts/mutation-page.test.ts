import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Explanation } from '../../scripts/mutation/explained.ts';

describe('docs/MUTATION.md', () => {
  const page = readFileSync('docs/MUTATION.md', 'utf8');

  it('names files that exist', () => {
    const files = new Set([...page.matchAll(/`(shared\/[^`]+\.ts)`/g)].map(([, file = '']) => file));
    expect(files.size).toBeGreaterThan(20);
    expect([...files].filter((file) => !existsSync(file))).toEqual([]);
  });

  it('gives the reasons that test/mutation/explained.json gives, of code that is there', () => {
    const explanations = v.parse(
      v.array(Explanation),
      JSON.parse(readFileSync('test/mutation/explained.json', 'utf8')),
    );
    const inOneLine = (file: string): string => readFileSync(file, 'utf8').replace(/\s+/g, ' ');
    for (const { file, original, why } of explanations) {
      expect(inOneLine(file)).toContain(original);
      expect(page.replace(/\s+/g, ' ')).toContain(why);
    }
  });
});
