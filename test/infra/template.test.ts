import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

describe('the whole template', () => {
  it('changes only on purpose', async () => {
    const { template } = await synthesize();
    const normalized = JSON.stringify(template, null, 2).replaceAll(/[0-9a-f]{64}\.zip/g, '<asset>.zip');
    await expect(`${normalized}\n`).toMatchFileSnapshot('__snapshots__/template.json');
  });
});
