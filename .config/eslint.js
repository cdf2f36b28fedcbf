import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from '../svelte.config.js';

const svelteFiles = ['**/*.svelte', '**/*.svelte.ts'];

/** The import rules worth seeing in an editor; tests/architecture enforces all of them. */
const restricted = {
  files: ['src/lib/**/*.ts'],
  ignores: ['src/lib/db/**', 'src/lib/live/**', '**/*.test.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: ['socket.io', 'socket.io-client'], message: 'Only lib/live imports socket.io.' },
          { group: ['pg', '@prisma/*'], message: 'Only stores import Prisma, through lib/db.' },
          {
            group: ['$app/*', '$env/*', '$lib/*'],
            message: 'These files also run in plain Node: use #lib/….',
          },
          { group: ['**/routes/**'], message: 'lib is below the routes.' },
        ],
      },
    ],
  },
};

const unsafe = (level) =>
  Object.fromEntries(
    ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
      `@typescript-eslint/no-unsafe-${what}`,
      level,
    ]),
  );

export default ts.config(
  {
    ignores: [
      'build/',
      'data/',
      '.svelte-kit/',
      'node_modules/',
      'src/lib/db/generated/',
      'test-results/',
      'static/',
    ],
  },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-control-regex': 'off', // the code searches hostile text for them
      'no-regex-spaces': 'off',
      'no-undef': 'off', // TypeScript checks it
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off', // an interface may return a promise although one implementation doesn’t wait
      '@typescript-eslint/only-throw-error': 'off', // SvelteKit throws its redirects
      'svelte/no-unused-svelte-ignore': 'off', // it reads the reason behind a code as more codes
      'svelte/prefer-svelte-reactivity': 'off', // state that no template reads needn’t be reactive
      'svelte/no-navigation-without-resolve': 'off', // the site is always at the root of its host
    },
  },
  { files: svelteFiles, languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  restricted,
  // Programs for a terminal.
  {
    files: ['src/cli/**', 'src/entry.ts', 'src/site.ts', '.config/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  // Parsed JSON and the like: a test that gets its type wrong fails. svelte-check covers components.
  { files: ['**/*.test.ts', 'tests/**', '**/*.svelte'], rules: unsafe('off') },
  // In components, typed rules take a third of the whole lint's time. svelte-check checks their types.
  { files: ['**/*.svelte'], ...ts.configs.disableTypeChecked },
  { files: ['**/*.js', '**/*.mjs', '.config/**/*.ts'], ...ts.configs.disableTypeChecked },
);
