import { expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { checked } from '#lib/http/input/input.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { listingInput } from './list-input.ts';
import { listSources, listVerdicts } from './list-verdicts.server.ts';
import { publishVerdict } from '#lib/verdicts/publish/publish-verdict.server.ts';

await freshDatabase();

const now = new Date('2026-06-03T10:00:00Z');
const FEEDS = ['arXiv econ.GN', 'arXiv cs.CY', 'Hacker News Front Page'];
// Pairs of the same day, so that the id has to decide.
const page = (n: number) => `${FEEDS[n % 3]} · ${10 + Math.floor(n / 2)} May 2026 · m/m-1

Verdict number ${n}

THE DISSECTION

The paper counts ${n === 4 ? 'lighthouses' : 'jobs'} and 100% of wages.

HIDDEN ASSUMPTIONS

  1. Nobody leaves.

THE VERDICT

It counts.

Classification: Careful. Too careful.`;
for (let n = 0; n < 12; n++) await publishVerdict({ text: page(n) }, { now });

const list = async (asked: Record<string, unknown> = {}) => listVerdicts(checked(listingInput, asked));
const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);

test('lists the newest first, each once over all pages', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await list({ limit: 5, cursor });
    expect(items.length).toBeLessThanOrEqual(5);
    seen.push(...items.map(({ publishedAt, slug }) => `${publishedAt} ${slug}`));
    cursor = next ?? undefined;
  } while (cursor);
  expect(new Set(seen).size).toBe(12);
  const days = seen.map((line) => line.slice(0, 10));
  expect(days).toEqual([...days].sort().reverse());
});

test('a verdict published between two pages neither repeats nor hides one', async () => {
  const first = await list({ limit: 5 });
  await publishVerdict({ text: page(90).replace(/\d+ May/, '30 May') }, { now });
  const second = await list({ limit: 100, cursor: first.next });
  expect(titles(second)).toHaveLength(7);
  expect(titles(second)).not.toContain('Verdict number 90');
  await db().verdict.delete({ where: { slug: 'verdict-number-90' } });
});

test('most discussed first, by comments', async () => {
  await db().verdict.update({ where: { slug: 'verdict-number-3' }, data: { commentCount: 9 } });
  await db().verdict.update({ where: { slug: 'verdict-number-7' }, data: { commentCount: 4 } });
  const first = await list({ sort: 'discussed', limit: 1 });
  expect(titles(first)).toEqual(['Verdict number 3']);
  const rest = await list({ sort: 'discussed', limit: 100, cursor: first.next });
  expect(titles(rest)[0]).toBe('Verdict number 7');
  expect(rest.items).toHaveLength(11);
  expect(rest.next).toBeNull();
});

test('a source is a feed or a publisher, in any case', async () => {
  expect((await list({ source: 'arXiv econ.GN' })).items).toHaveLength(4);
  expect((await list({ source: 'ARXIV' })).items).toHaveLength(8);
  expect((await list({ source: 'Nobody' })).items).toEqual([]);
});

test('search finds words of the title and of the text, and takes no wildcards', async () => {
  expect(titles(await list({ q: 'lighthouse' }))).toEqual(['Verdict number 4']);
  expect(titles(await list({ q: 'mber 11' }))).toEqual(['Verdict number 11']);
  expect((await list({ q: 'paragraph' })).items).toEqual([]);
  expect((await list({ q: '%' })).items).toEqual([]);
  expect((await list({ q: "'; DROP TABLE verdicts; --" })).items).toEqual([]);
  expect((await list({ q: '"too careful"', source: 'arXiv', limit: 100 })).items).toHaveLength(8);
});

test('an item holds its classifications with the readers’ split, and no assumptions', async () => {
  const { items } = await listVerdicts(listingInput.parse({ limit: 1 }), { readersOf: () => 6 });
  expect(items[0]).toMatchObject({
    publishedAt: '2026-05-15',
    publishedText: '15 May 2026',
    readers: 6,
    sample: false,
    score: null,
  });
  expect(items[0]!.classifications).toMatchObject([
    { label: 'Careful.', kind: 'classification', origin: 'classification-line', agree: 0, disagree: 0 },
    { label: 'Too careful.' },
  ]);
});

test('the sources are counted, the fullest first', async () => {
  await publishVerdict({ text: page(0).replace('Verdict number 0', 'One more') }, { now });
  expect(await listSources()).toEqual([
    { feed: 'arXiv econ.GN', slug: 'arxiv-econ-gn', verdicts: 5 },
    { feed: 'arXiv cs.CY', slug: 'arxiv-cs-cy', verdicts: 4 },
    { feed: 'Hacker News Front Page', slug: 'hacker-news-front-page', verdicts: 4 },
  ]);
});

test.each([
  'x',
  'bnVsbA',
  btoa('{"sort":"newest","key":"2026","id":"x"}'),
  btoa('{"sort":"newest","key":0,"id":0}'),
])('“%s” is not a cursor', async (cursor) => {
  await expect(list({ cursor })).rejects.toMatchObject({ code: 'invalid-input', status: 422 });
});

test('search takes pasted spaces, quotes and dashes for those of the text, on either side', async () => {
  expect(titles(await list({ q: 'light\u200bhouses' }))).toEqual(['Verdict number 4']);
  expect(titles(await list({ q: 'mber\u00a011' }))).toEqual(['Verdict number 11']);
  const careful = titles(await list({ q: '"too careful"' }));
  expect(careful.length).toBeGreaterThan(7);
  expect(titles(await list({ q: '“too\u202fcareful”' }))).toEqual(careful);
  expect(titles(await list({ q: '\u200b' }))).toEqual(titles(await list()));
  const typeset = page(3).replace('Verdict number 3', 'Goodhart’s “law” – meas\u00adured\u00a0twice');
  await publishVerdict({ text: typeset.replace('100% of', '100% of co\u00added') }, { now });
  for (const q of [`goodhart's "law" - measured twice`, 'hart’s “LAW” — mea', 'measured coded'])
    expect((await list({ q })).items).toHaveLength(1);
});

test.each(['-'.repeat(36), '- '.repeat(36), '-"'.repeat(90), '!&|<->:*()\\'.repeat(15)])(
  'a search for %j is answered',
  async (q) => {
    await expect(list({ q })).resolves.toMatchObject({ items: [] });
  },
);

test('a cursor of one order is refused in another', async () => {
  const { next } = await list({ limit: 1 });
  await expect(list({ sort: 'discussed', cursor: next })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('a cursor of one order is a fault of the cursor, so a page can leave it out', async () => {
  const { next } = await list({ limit: 1 });
  const { error } = listingInput.safeParse({ sort: 'discussed', cursor: next });
  expect(error?.issues.map(({ path }) => path)).toEqual([['cursor']]);
});

test.each([{ limit: 0 }, { limit: 101 }, { limit: 'many' }, { sort: 'oldest' }])('%o is refused', (asked) => {
  expect(listingInput.safeParse(asked).success).toBe(false);
});
