import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from '../svelte.config.js';

// Components and their state. Oxlint (.oxlintrc.json) lints everything else, and the types of `.svelte.ts`; svelte-check
// checks the types of components.
const files = ['**/*.svelte', '**/*.svelte.ts'];

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'test-results/'] },
  {
    files,
    extends: [js.configs.recommended, ts.configs.recommended, svelte.configs.recommended],
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: { parser: ts.parser, svelteConfig },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'off', // TypeScript checks it
      'prefer-const': 'off', // of the properties of a component some are reassigned, some not
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/no-unused-svelte-ignore': 'off', // it reads the reason behind a code as more codes
      'svelte/prefer-svelte-reactivity': 'off', // state that no template reads needn’t be reactive
      'svelte/no-navigation-without-resolve': 'off', // the site is always at the root of its host
    },
  },
);
