import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from '../svelte.config.js';

const svelteFiles = ['**/*.svelte', '**/*.svelte.ts'];

/** The import rules that are worth seeing while writing; tests/architecture holds all of them. */
const restricted = {
  files: ['src/lib/**/*.ts'],
  ignores: ['src/lib/db/**', 'src/lib/live/**', '**/*.test.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { group: ['socket.io', 'socket.io-client'], message: 'Only lib/live speaks on the wire.' },
          { group: ['pg', '@prisma/*'], message: 'Only stores know Prisma, by lib/db.' },
          {
            group: ['$app/*', '$env/*', '$lib/*'],
            message: 'These files run in plain Node too: use #lib/….',
          },
          { group: ['**/routes/**'], message: 'lib stands below the routes.' },
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
      'no-control-regex': 'off', // hostile text has them, and they are looked for
      'no-regex-spaces': 'off',
      'no-undef': 'off', // TypeScript's own job
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
      '@typescript-eslint/require-await': 'off', // an interface may ask for a promise where one implementation has none
      '@typescript-eslint/only-throw-error': 'off', // SvelteKit throws its redirects
      'svelte/no-unused-svelte-ignore': 'off', // it takes the reason written behind a code for more codes
      'svelte/prefer-svelte-reactivity': 'off', // what isn't drawn needn't be reactive
      'svelte/no-navigation-without-resolve': 'off', // the site always stands at the root of its address
    },
  },
  { files: svelteFiles, languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  restricted,
  // What speaks to a terminal.
  {
    files: ['src/cli/**', 'src/entry.ts', 'src/site.ts', '.config/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  // JSON answers and the like: a test that mistakes their shape fails by itself. In components svelte-check looks.
  { files: ['**/*.test.ts', 'tests/**', '**/*.svelte'], rules: unsafe('off') },
  { files: ['**/*.js', '**/*.mjs', '.config/**/*.ts'], ...ts.configs.disableTypeChecked },
);
