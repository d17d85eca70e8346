import { describe, expect, it } from 'vitest';
import { blockNames, fillBlocks } from '../../scripts/docs/blocks.ts';
import { npmScripts } from '../../scripts/docs/npm-scripts.ts';
import { brokenReferences } from '../../scripts/docs/references.ts';
import { SCRIPT_DESCRIPTIONS } from '../../scripts/docs/script-descriptions.ts';

const PAGE = ['before', '<!-- generated:limits -->', 'old', '<!-- /generated -->', 'after', ''].join('\n');

describe('generated blocks', () => {
  it('are replaced, and nothing around them', () => {
    const filled = fillBlocks(PAGE, new Map([['limits', '| a |\n']]));

    expect(filled).toBe('before\n<!-- generated:limits -->\n\n| a |\n\n<!-- /generated -->\nafter\n');
    expect(fillBlocks(filled, new Map([['limits', '| a |\n']]))).toBe(filled);
  });

  it('may be empty, and several in one page', () => {
    const page = '<!-- generated:a -->\n<!-- /generated -->\n<!-- generated:b -->\n<!-- /generated -->\n';

    expect(blockNames(page)).toEqual(['a', 'b']);
    expect(fillBlocks(page, new Map(Object.entries({ a: '$1', b: '$&' })))).toBe(
      '<!-- generated:a -->\n\n$1\n\n<!-- /generated -->\n<!-- generated:b -->\n\n$&\n\n<!-- /generated -->\n',
    );
  });

  it('without a generator are an error', () => {
    expect(() => fillBlocks(PAGE, new Map())).toThrow('no generator is called limits');
  });
});

describe('the table of npm scripts', () => {
  it('has a line for each script', async () => {
    const names = Object.keys(SCRIPT_DESCRIPTIONS);

    const table = await npmScripts(names).generate();

    expect(table.split('\n')).toHaveLength(names.length + 2);
  });

  it('refuses a script that nobody describes', () => {
    const generator = npmScripts([...Object.keys(SCRIPT_DESCRIPTIONS), 'mystery']);

    expect(() => generator.generate()).toThrow('package.json and script-descriptions.ts disagree about mystery');
  });
});

describe('references in documents', () => {
  const project = {
    exists: (path: string) => path === 'docs/SPEC.md' || path === 'README.md',
    scripts: new Set(['test']),
  };

  it('may lead to files, anchors and other sites', () => {
    const text = '[a](SPEC.md#x) [b](../README.md) [c](https://example.org/x) [d](#here) [e](/docs/SPEC.md) `npm test`';

    expect(brokenReferences('docs/STORAGE.md', text, project)).toEqual([]);
  });

  it('are reported when they lead nowhere', () => {
    const text = '[a](SPEC.md) and [b](docs/GONE.md), then `npm start` or `npm run bake`';

    expect(brokenReferences('README.md', text, project)).toEqual([
      'links to SPEC.md, which does not exist',
      'links to docs/GONE.md, which does not exist',
      'names the npm script bake, which does not exist',
      'names the npm script start, which does not exist',
    ]);
  });
});
