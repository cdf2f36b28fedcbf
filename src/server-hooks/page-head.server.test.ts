import type { RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { pageHead } from './page-head.server.ts';

const headOf = (html: string) =>
  pageHead(html, { url: new URL('https://site.example/u/ada'), route: { id: '/u/[name]' } } as RequestEvent);

const CANONICAL = '<link rel="canonical" href="https://site.example/u/ada" />';

test('a text on the page doesn’t take its canonical address away', () => {
  expect(headOf('<p>Write rel="canonical" and &lt;link rel="canonical">.</p>')).toContain(CANONICAL);
});

test('a page’s own canonical address is the only one', () => {
  expect(headOf('<head><link rel="canonical" href="https://site.example/u/grace"/></head>')).not.toContain(
    'canonical',
  );
});
