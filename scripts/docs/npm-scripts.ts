import type { Generator } from './blocks.ts';
import { SCRIPT_DESCRIPTIONS } from './script-descriptions.ts';

/** The table of npm scripts. A script without a description, or a description without a script, is an error. */
export function npmScripts(scripts: readonly string[]): Generator {
  return {
    name: 'npm-scripts',
    generate: () => {
      const described = Object.keys(SCRIPT_DESCRIPTIONS);
      const odd = [
        ...scripts.filter((name) => !described.includes(name)),
        ...described.filter((name) => !scripts.includes(name)),
      ];
      if (odd.length > 0) throw new Error(`package.json and script-descriptions.ts disagree about ${odd.join(', ')}`);
      const rows = Object.entries(SCRIPT_DESCRIPTIONS).map(([name, what]) => `| \`${commandOf(name)}\` | ${what} |`);
      return ['| command | what it does |', '| --- | --- |', ...rows].join('\n');
    },
  };
}

function commandOf(script: string): string {
  return script === 'start' || script === 'test' ? `npm ${script}` : `npm run ${script}`;
}
