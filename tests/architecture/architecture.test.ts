import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CIRCULAR_SUBFOLDERS, rules, subfolderImports } from './rules.ts';
import { readSources, source } from './sources.ts';

const sources = readSources();

/** Files that violate each rule, to prove that the rule finds them. */
const violations: Record<keyof typeof rules, [path: string, text: string][]> = {
  'folders import only from lower layers': [
    ['src/lib/accounts/a.ts', `import { b } from '#lib/discussion/b.ts';`],
    ['src/lib/votes/a.ts', `import type { B } from '../feedback/b.ts';`],
    ['src/lib/ui/A.svelte', `<script lang="ts">import B from '#lib/verdicts/B.svelte';</script>`],
    ['src/lib/refusal.ts', `import { b } from './accounts/b.ts';`],
    ['src/lib/nowhere/a.ts', `import { b } from '#lib/refusal.ts';`],
  ],
  'lib imports nothing from outside lib': [['src/lib/ui/a.ts', `import { b } from '../../routes/b.ts';`]],
  'no folder imports the store of another': [
    ['src/lib/votes/a.server.ts', `import { b } from '#lib/verdicts/b.store.server.ts';`],
    ['src/routes/+page.server.ts', `import { b } from '#lib/verdicts/b.store.server.ts';`],
  ],
  'only stores and db import Prisma': [
    ['src/lib/votes/a.server.ts', `import { Prisma } from '#lib/db/generated/client.ts';`],
    ['src/routes/+server.ts', `import pg from 'pg';`],
  ],
  'only live imports socket.io, and only its server files emit': [
    ['src/lib/votes/a.server.ts', `import { Server } from 'socket.io';`],
    ['src/lib/discussion/a.server.ts', `io.to('x').emit('y');`],
  ],
  'rules and use cases don’t import SvelteKit': [
    ['src/lib/votes/a.server.ts', `import { error } from '@sveltejs/kit';`],
    ['src/lib/votes/b.ts', `import { browser } from '$app/environment';`],
  ],
  'pure files use no server, no browser and no clock': [
    ['src/lib/votes/a.ts', `import { db } from '#lib/db/client.server.ts';`],
    ['src/lib/votes/b.ts', `import { createHash } from 'node:crypto';`],
    ['src/lib/votes/c.ts', `export const late = () => Date.now() > 0;`],
  ],
  'files for the browser import no server files': [
    ['src/lib/votes/A.svelte', `<script lang="ts">import { vote } from './vote.server.ts';</script>`],
  ],
  'files for the browser import no zod schemas, which add a hundred kilobytes': [
    ['src/lib/votes/a.ts', `import { b } from './vote-input.ts';`],
    ['src/lib/votes/A.svelte', `<script lang="ts">import { b } from './vote-input.ts';</script>`],
    ['src/lib/votes/a.ts', `import { z } from 'zod';`],
  ],
  'routes read queries, parameters and forms only through a schema': [
    ['src/routes/+page.server.ts', `const q = url.searchParams.get('q');`],
    ['src/routes/+page.server.ts', `const { q } = Object.fromEntries(url.searchParams);`],
    ['src/routes/enter.server.ts', `const form = await event.request.formData();`],
    ['src/routes/x/+server.ts', `const body = await request.json();`],
    ['src/routes/v/[slug]/+page.server.ts', `const verdict = await findVerdict(params.slug);`],
    ['src/routes/v/[slug]/+layout.server.ts', `const { slug } = event.params;`],
  ],
  'page options are in server files, because every browser loads the others': [
    ['src/routes/x/+page.ts', `export const csr = false;`],
    ['src/routes/x/(panel)/+layout.ts', `export const prerender = true;`],
  ],
  'local imports have file extensions, so that Node runs the same files': [
    ['src/lib/votes/a.ts', `import { b } from './b';`],
  ],
  'no circular imports between files': [
    ['src/lib/votes/a.ts', `import { b } from './b.ts';`],
    ['src/lib/votes/b.ts', `import { a } from './a.ts';`],
  ],
  'no circular imports between the subfolders of a domain': [
    ['src/lib/votes/a/a.ts', `import { b } from '../b/b.ts';`],
    ['src/lib/votes/b/b.ts', `import { c } from '../c/c.ts';`],
    ['src/lib/votes/c/c.ts', `import { a } from '../a/a.ts';`],
  ],
  'no folder has more than 30 source files': Array.from({ length: 31 }, (_, n) => [
    `src/lib/votes/file-${n}.ts`,
    '',
  ]),
  'no barrels, and no files or folders with names such as utils': [
    ['src/lib/votes/all.ts', `// all\nexport * from './a.ts';\nexport { b } from './b.ts';`],
    ['src/lib/votes/utils.ts', `export const a = 1;`],
  ],
};

describe.each(Object.entries(rules))('%s', (name, rule) => {
  it('has no violation', () => {
    expect(rule(sources)).toEqual([]);
  });

  it('finds violations', () => {
    const files = violations[name]!;
    const together = /circular|more than/.test(name);
    for (const group of together ? [files] : files.map((file) => [file]))
      expect(rule(group.map(([path, text]) => source(path, text)))).not.toEqual([]);
  });
});

it('reads every folder', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
});

it('every listed circle of subfolders still exists', () => {
  const edges = subfolderImports(sources).map(({ edge }) => edge);
  expect(CIRCULAR_SUBFOLDERS.filter((edge) => !edges.includes(edge))).toEqual([]);
});

it('package-lock.json lists nothing that npm would not install', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { extraneous?: boolean }>;
  };
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(Object.keys(packages).filter((path) => packages[path]!.extraneous)).toEqual([]);
});
