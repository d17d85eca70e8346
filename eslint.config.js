import jsdoc from 'eslint-plugin-jsdoc';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TEST_FILES = ['test/**/*.ts'];

/** Named exports only: one name per thing, the same in every file that imports it. */
const namedExportsOnly = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Named exports only (a configuration file that a tool reads is the exception).',
};

const clockAndChance = [
  {
    selector:
      'NewExpression[callee.name="Date"], CallExpression[callee.name="Date"], MemberExpression[object.name="Date"]',
    message: 'Time comes in with the command or through the Clock port.',
  },
  {
    selector: 'MemberExpression[object.name="Math"][property.name="random"]',
    message: 'Chance comes in through the IdSource port.',
  },
];

const waiting = [
  {
    selector: ':function[async=true], AwaitExpression, ForOfStatement[await=true]',
    message: 'The core does not wait.',
  },
  { selector: 'ImportExpression', message: 'The core has no dynamic imports.' },
];

const forbiddenGlobals = (names, message) => ['error', ...names.map((name) => ({ name, message }))];

const restrictedSyntax = (...groups) => ['error', namedExportsOnly, ...groups.flat()];

export default defineConfig(
  {
    ignores: ['node_modules/', 'dist/', 'cdk.out/', '.dormouse/', 'coverage/', 'reports/', 'test/fixtures/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { jsdoc },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // An `async` function without `await` is how a port is implemented in memory.
      '@typescript-eslint/require-await': 'off',
      complexity: ['error', { max: 15, variant: 'modified' }],
      eqeqeq: 'error',
      'max-depth': ['error', 4],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 70 }],
      'no-restricted-syntax': restrictedSyntax(),
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['shared/**/*.ts', 'functions/**/*.ts'],
    ignores: ['shared/log/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['shared/domain/**/*.ts', 'shared/protocol/**/*.ts'],
    rules: {
      'no-restricted-syntax': restrictedSyntax(clockAndChance, waiting),
      'no-restricted-globals': forbiddenGlobals(
        [
          'Date',
          'crypto',
          'process',
          'console',
          'performance',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'queueMicrotask',
          'fetch',
          'globalThis',
          'Buffer',
        ],
        'The core is pure: time, ids and effects come in and go out as data.',
      ),
    },
  },
  {
    files: ['shared/app/**/*.ts'],
    rules: {
      'no-restricted-syntax': restrictedSyntax(clockAndChance),
      'no-restricted-globals': forbiddenGlobals(
        ['crypto', 'process', 'console', 'performance', 'fetch'],
        'The application layer reaches the world through its ports.',
      ),
    },
  },
  {
    files: ['shared/**/*.ts', 'web/client/**/*.ts'],
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: { esm: true, cjs: false, window: false },
          require: {
            FunctionDeclaration: true,
            ArrowFunctionExpression: true,
            FunctionExpression: true,
            ClassDeclaration: true,
          },
          // Constants speak by their names and units; a type inferred from a schema has the schema's comment.
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration:not(:has(> TSTypeReference[typeName.right.name="InferOutput"], > TSIndexedAccessType))',
          ],
          checkConstructors: false,
          enableFixer: false,
        },
      ],
      'jsdoc/require-description': ['error', { contexts: ['ExportNamedDeclaration'] }],
      'jsdoc/no-types': 'error',
    },
  },
  {
    files: TEST_FILES,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-restricted-syntax': restrictedSyntax([
        {
          selector: 'CallExpression[callee.object.name=/^(describe|it|test)$/][callee.property.name=/^(only|skip)$/]',
          message: 'A test that is alone or skipped hides the others.',
        },
        {
          selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock|unmock)$/]',
          message: 'No module mocks: pass a memory adapter.',
        },
      ]),
    },
  },
  {
    // Tools read a default export of their configuration; declarations describe what others export.
    files: ['**/*.config.ts', '**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
