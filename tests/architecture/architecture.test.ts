import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from './rules.ts';
import { readSources, source } from './sources.ts';

const sources = readSources();

/** For each rule one file (or more) that breaks it: a rule that catches nothing would pass for ever. */
const offenders: Record<keyof typeof rules, [path: string, text: string][]> = {
  'imports run one way, from higher rooms to lower ones': [
    ['src/lib/accounts/a.ts', `import { b } from '#lib/discussion/b.ts';`],
    ['src/lib/votes/a.ts', `import type { B } from '../feedback/b.ts';`],
    ['src/lib/ui/A.svelte', `<script lang="ts">import B from '#lib/verdicts/B.svelte';</script>`],
    ['src/lib/refusal.ts', `import { b } from './accounts/b.ts';`],
    ['src/lib/nowhere/a.ts', `import { b } from '#lib/refusal.ts';`],
  ],
  'lib imports nothing from outside of lib': [['src/lib/ui/a.ts', `import { b } from '../../routes/b.ts';`]],
  'no room imports the store of another': [
    ['src/lib/votes/a.server.ts', `import { b } from '#lib/verdicts/b.store.server.ts';`],
    ['src/routes/+page.server.ts', `import { b } from '#lib/verdicts/b.store.server.ts';`],
  ],
  'only stores and db know Prisma and its tables': [
    ['src/lib/votes/a.server.ts', `import { Prisma } from '#lib/db/generated/client.ts';`],
    ['src/routes/+server.ts', `import pg from 'pg';`],
  ],
  'only live knows socket.io, and only its server files emit': [
    ['src/lib/votes/a.server.ts', `import { Server } from 'socket.io';`],
    ['src/lib/discussion/a.server.ts', `io.to('x').emit('y');`],
  ],
  'rules and use cases do not know SvelteKit': [
    ['src/lib/votes/a.server.ts', `import { error } from '@sveltejs/kit';`],
    ['src/lib/votes/b.ts', `import { browser } from '$app/environment';`],
  ],
  'what runs anywhere needs nothing of a server, a browser or the clock': [
    ['src/lib/votes/a.ts', `import { db } from '#lib/db/client.server.ts';`],
    ['src/lib/votes/b.ts', `import { createHash } from 'node:crypto';`],
    ['src/lib/votes/c.ts', `export const late = () => Date.now() > 0;`],
  ],
  'what reaches the browser imports nothing of the server': [
    ['src/lib/votes/A.svelte', `<script lang="ts">import { vote } from './vote.server.ts';</script>`],
  ],
  'what may reach the browser imports no schemas: they bring zod along, a hundred kilobytes of it': [
    ['src/lib/votes/a.ts', `import { b } from './vote-input.ts';`],
    ['src/lib/votes/A.svelte', `<script lang="ts">import { b } from './vote-input.ts';</script>`],
    ['src/lib/votes/a.ts', `import { z } from 'zod';`],
  ],
  'routes read addresses and forms only through a schema': [
    ['src/routes/+page.server.ts', `const q = url.searchParams.get('q');`],
    ['src/routes/+page.server.ts', `const { q } = Object.fromEntries(url.searchParams);`],
    ['src/routes/enter.server.ts', `const form = await event.request.formData();`],
    ['src/routes/x/+server.ts', `const body = await request.json();`],
    ['src/routes/v/[slug]/+page.server.ts', `const verdict = await findVerdict(params.slug);`],
    ['src/routes/v/[slug]/+layout.server.ts', `const { slug } = event.params;`],
  ],
  'page options stand in server files: in others they are code that every browser loads': [
    ['src/routes/x/+page.ts', `export const csr = false;`],
    ['src/routes/x/(panel)/+layout.ts', `export const prerender = true;`],
  ],
  'local imports name the file whole, so that Node runs the same files': [
    ['src/lib/votes/a.ts', `import { b } from './b';`],
  ],
  'no file goes round in a circle of imports': [
    ['src/lib/votes/a.ts', `import { b } from './b.ts';`],
    ['src/lib/votes/b.ts', `import { a } from './a.ts';`],
  ],
  'no barrels, and no rooms or files for whatever is left over': [
    ['src/lib/votes/all.ts', `// all\nexport * from './a.ts';\nexport { b } from './b.ts';`],
    ['src/lib/votes/utils.ts', `export const a = 1;`],
  ],
};

describe.each(Object.entries(rules))('%s', (name, rule) => {
  it('holds', () => {
    expect(rule(sources)).toEqual([]);
  });

  it('is noticed when it is broken', () => {
    const made = offenders[name]!;
    const alone = name.includes('circle') ? [made] : made.map((one) => [one]);
    for (const group of alone) expect(rule(group.map(([path, text]) => source(path, text)))).not.toEqual([]);
  });
});

it('looks at every room', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
});

it('package-lock.json lists nothing that npm would not install', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { extraneous?: boolean }>;
  };
  expect(Object.keys(packages).length).toBeGreaterThan(100);
  expect(Object.keys(packages).filter((path) => packages[path]!.extraneous)).toEqual([]);
});
