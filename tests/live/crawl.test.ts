import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CommentView } from '#lib/live/events.ts';
import { ApiClient } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';
import { startSite, type Site } from '../support/site.ts';

const MAX_PAGES = 150;
const AUTHORS = 10;

let site: Site;
let slug: string;

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  slug = await publishTitled(site, 'On crawlers');
  await writeHundred();
});
afterAll(() => site?.stop());

/** A hundred comments: 60 at the top level, one with 20 replies, and a conversation deeper than the thread is. */
async function writeHundred(): Promise<void> {
  const authors = await Promise.all(
    Array.from({ length: AUTHORS }, (_, i) => ApiClient.signUp(site.url, `author-${i}`)),
  );
  const by = (i: number) => authors[i % AUTHORS]!;
  const roots: CommentView[] = [];
  for (let i = 0; i < 60; i++) roots.push(await by(i).post(slug, `A thought, number ${i}.`));
  for (let i = 0; i < 20; i++) await by(i).post(slug, `A reply, number ${i}.`, roots[50]!.id);
  let last = roots[55]!;
  for (let i = 0; i < 20; i++) last = await by(i).post(slug, `And then, number ${i}.`, last.id);
  for (let i = 0; i < 10; i++) await by(i).edit(roots[i]!, `A second thought, number ${i}.`);
}

/** The addresses that a visitor without a session reaches by links, without fragments. */
async function crawl(from: string): Promise<string[]> {
  const found = new Set([from]);
  for (const address of found) {
    const response = await fetch(address, { headers: { accept: 'text/html' }, redirect: 'manual' });
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue;
    const html = await response.text();
    for (const [, href] of html.matchAll(/<a\b[^>]*?\shref=["']?([^"'\s>]*)/g)) {
      const url = new URL(href!.replaceAll('&amp;', '&'), address);
      url.hash = '';
      if (url.origin === site.url) found.add(url.href);
    }
    if (found.size > 10 * MAX_PAGES) break;
  }
  return [...found].map((address) => address.slice(site.url.length));
}

test('a crawler that follows every link of a verdict with 100 comments finds at most 150 pages', async () => {
  const pages = await crawl(`${site.url}/v/${slug}`);
  console.log(`A crawler finds ${pages.length} pages from a verdict with 100 comments`);
  expect(pages.length, pages.join('\n')).toBeLessThanOrEqual(MAX_PAGES);
  // It still finds every page of the thread.
  expect(pages.some((page) => page.includes('cursor='))).toBe(true);
  expect(pages).toContain('/u/author-1');
});

test('every public page has one description, one canonical address and an image with its size', async () => {
  const paths = [
    '/',
    '/about',
    '/about/common-ground',
    '/privacy',
    '/rules',
    '/removal-requests',
    '/moderation-log',
    '/report',
    '/feedback',
    '/sign-in',
    '/sign-up',
    '/reset',
  ];
  const own = [`/v/${slug}`, `/v/${slug}/versions`, '/u/author-1'];
  const descriptions = new Set<string>();
  for (const path of [...paths, ...own]) {
    const html = await (
      await fetch(`${site.url}${path}?sort=top`, { headers: { accept: 'text/html' } })
    ).text();
    const values = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, value]) => value);
    const told = values(/<meta name="description"\s+content="([^"]+)"/g);
    expect([path, told.length]).toEqual([path, 1]);
    descriptions.add(told[0]!);
    expect(values(/<link rel="canonical" href="([^"]+)"/g)).toEqual([site.url + path]);
    for (const [name, value] of [
      ['image', `${site.url}/og.png`],
      ['image:width', '1200'],
      ['image:height', '630'],
    ] as const)
      expect(values(new RegExp(`<meta property="og:${name}" content="([^"]+)"`, 'g'))).toEqual([value]);
    expect(values(/<meta property="og:image:alt" content="([^"]+)"/g)).toHaveLength(1);
  }
  expect(descriptions.size).toBe(paths.length + own.length);
});

test('an address with a return path is not for search engines, and any other page is', async () => {
  const robots = async (path: string) => (await fetch(site.url + path)).headers.get('x-robots-tag');
  for (const path of ['/sign-in?to=/about', '/sign-up?to=/about', '/feedback?from=/about'])
    expect([path, await robots(path)]).toEqual([path, 'noindex']);
  for (const path of ['/sign-in', `/v/${slug}`, '/about'])
    expect([path, await robots(path)]).toEqual([path, null]);
});
