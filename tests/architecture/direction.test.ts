import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const components = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.svelte'))
  .map((path) => ({ path, code: readFileSync(`src/${path}`, 'utf8') }));

/** Mails and the site's own titles aside: what people write, by its usual names. */
const WRITTEN = /<(\w+)([^<>]*)>\s*“?\{[\w.]+\.(?:body|excerpt|quote|opening|note|detail|stateNote)\}/g;

test('the direction of what people wrote follows its text', () => {
  const missing = components.flatMap(({ path, code }) =>
    [...code.matchAll(WRITTEN)]
      .filter(([, tag, attributes = '']) => tag !== 'bdi' && !attributes.includes('dir="auto"'))
      .map(([found]) => `${path}: ${found}`),
  );
  expect(missing).toEqual([]);
});

test('the direction of what people are writing follows their text', () => {
  const missing = components.flatMap(({ path, code }) =>
    [...code.matchAll(/<textarea[^>]*>/g)]
      .filter(([tag]) => !tag.includes('dir="auto"') && !tag.includes(' hidden>'))
      .map(([tag]) => `${path}: ${tag}`),
  );
  expect(missing).toEqual([]);
});
