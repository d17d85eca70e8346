import { existsSync } from 'node:fs';

/** One thing that `npm run check` looks at. A step fails when one of its commands does. */
export interface Step {
  readonly name: string;
  readonly what: string;
  /** Each is a program of node_modules/.bin with its arguments; they run one after the other. */
  readonly commands: readonly (readonly string[])[];
}

const CODE_FOLDERS = ['shared', 'functions', 'web', 'local', 'infra', 'scripts', 'bench', 'test'];

/** The steps, those that take longest first, so that two at a time end together. */
export function checkSteps(exists: (path: string) => boolean = existsSync): Step[] {
  const typeProjects = ['tsconfig.json', 'shared/tsconfig.pure.json', 'web/tsconfig.json'];
  return [
    { name: 'lint', what: 'eslint', commands: [['eslint', '.', '--max-warnings', '0']] },
    { name: 'types', what: 'tsc, with and without Node and DOM types', commands: typeProjects.map(typeCheck) },
    { name: 'tests', what: 'the fast tests: domain and protocol', commands: [vitest('test/domain', 'test/protocol')] },
    { name: 'format', what: 'prettier', commands: [['prettier', '--check', '--log-level', 'warn', '.']] },
    { name: 'deps', what: 'who imports whom', commands: [['depcruise', ...CODE_FOLDERS.filter(exists)]] },
    { name: 'dead', what: 'unused files, exports and packages', commands: [['knip', '--no-progress']] },
    { name: 'spec', what: 'clauses and their tests', commands: [['tsx', 'scripts/spec.ts']] },
    { name: 'size', what: 'bundles and pages against their limits', commands: [['tsx', 'scripts/size.ts']] },
    { name: 'docs', what: 'facts in documents', commands: [['tsx', 'scripts/docs.ts', '--check']] },
  ];
}

/** Incremental: what has not changed since the last run is not checked again. */
function typeCheck(project: string): string[] {
  const cache = `.cache/types/${project.replaceAll('/', '-')}.tsbuildinfo`;
  return ['tsc', '--project', project, '--incremental', '--tsBuildInfoFile', cache];
}

function vitest(...folders: string[]): string[] {
  return ['vitest', 'run', '--reporter', 'dot', ...folders];
}
