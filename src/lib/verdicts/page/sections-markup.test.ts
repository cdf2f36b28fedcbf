import { expect, test } from 'vitest';
import type { Block, Section } from '#lib/verdicts/verdict.ts';
import { Article, encodeArticle } from './article.ts';
import { articleSections } from './sections-markup.ts';

const section = (blocks: Block[], more: Partial<Section> = {}): Section => ({
  ...{ id: 'a', heading: 'A heading', kind: 'other', banners: [], blocks },
  ...more,
});
const htmlOf = (sections: Section[]) =>
  articleSections({ sections, claims: [] })
    .flatMap(({ parts }) => parts)
    .map(({ html }) => html)
    .join('');

const EVIL = `</p><script>alert("1")</script>'`;
const BLOCKS: Block[] = [
  { type: 'paragraph', text: EVIL },
  { type: 'heading', text: EVIL },
  { type: 'list', ordered: true, items: [EVIL], start: 9 },
  { type: 'table', header: [EVIL, ' '], rows: [[EVIL, EVIL]] },
  { type: 'assumption', number: 1, label: EVIL, detail: EVIL },
];

test('no text of a verdict becomes markup', () => {
  const html = htmlOf([section(BLOCKS, { heading: EVIL, banners: [EVIL] })]);
  expect(html).not.toContain('<script');
  expect(html.match(/&#60;script&#62;/g)).toHaveLength(11);
  expect(html).not.toMatch(/"1"/);
});

test('a section is one part, except where readers vote on an assumption', () => {
  const assumption: Block = { type: 'assumption', number: 1, label: 'Work stays.', detail: 'For long.' };
  const other: Block = { type: 'assumption', number: 2, label: 'No claim.', detail: null };
  const after: Block = { type: 'paragraph', text: 'After.' };
  const claims = [{ id: 'c1', kind: 'assumption', label: 'Work stays.' }];
  const [found] = articleSections(
    { sections: [section([assumption, other, after])], claims },
    { after: { a: '<p>x' } },
  );
  expect(found!.parts.map(({ claim }) => claim)).toEqual([
    undefined,
    { id: 'c1', kind: 'assumption' },
    undefined,
  ]);
  expect(found!.parts[1]!.html).toContain('Work stays.');
  expect(found!.parts[2]!.html).toMatch(/<div class=assumption>.*No claim\..*After\.<\/p><p>x$/);
});

test('below a table of assumptions readers vote on the row’s claim', () => {
  const table: Block = { type: 'table', header: null, rows: [['1', 'Work stays.']] };
  const claims = [{ id: 'c1', kind: 'assumption', label: 'Work stays.' }];
  const [found] = articleSections({ sections: [section([table], { kind: 'assumptions' })], claims });
  expect(found!.parts[1]!.claim).toEqual({ id: 'c1', kind: 'row-claim' });
});

test('only the first of two sections with the same heading is a landmark', () => {
  const sections = [section([]), section([], { id: 'b' }), section([], { id: 'c', heading: '' })];
  const found = articleSections({ sections, claims: [] });
  expect(found.map(({ isLandmark }) => isLandmark)).toEqual([true, false, false]);
});

test('a loaded page gets the article’s text in its markup only; a page reached by navigation gets it as data', () => {
  const sections = articleSections({ sections: [section(BLOCKS)], claims: [] });
  expect(encodeArticle(new Article(sections, false))).toEqual({ sections, below: '' });
  expect(JSON.stringify(encodeArticle(new Article(sections, true)))).not.toContain('alert');
});
