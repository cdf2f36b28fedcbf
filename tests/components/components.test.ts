import { readdir } from 'node:fs/promises';
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import ComponentsPage from './ComponentsPage.svelte';

test('/components shows every component of src/lib/ui', async () => {
  const files = await readdir('src/lib/ui');
  const components = files.filter((name) => name.endsWith('.svelte')).map((name) => name.slice(0, -7));
  const page = { data: {}, url: new URL('http://localhost/components') };
  const { body } = render(ComponentsPage, { context: new Map([['__request__', { page }]]) });
  const shown = new Set([...body.matchAll(/data-component="(\w+)"/g)].map(([, name]) => name));
  expect(components.filter((name) => !shown.has(name))).toEqual([]);
});
