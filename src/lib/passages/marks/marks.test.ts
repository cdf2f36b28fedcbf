import { expect, test } from 'vitest';
import { articleSections } from '#lib/verdicts/page/sections-markup.ts';
import type { Block, Section } from '#lib/verdicts/verdict.ts';
import { decorateArticle, labelOf } from './decorate-article.ts';
import { markedText, segmentsOf } from './marked-text.ts';
import { blocksOf, overlap, rangesOf, type Passage } from './ranges.ts';

const textOf = (html: string) =>
  html.replaceAll(/<[^>]*>/g, '').replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

test('marks change nothing of a text, wherever they overlap', () => {
  const text = 'She said <b> & "not" — it’s 𝔘nsaid.';
  for (let seed = 1; seed < 300; seed++) {
    const ranges = Array.from({ length: seed % 7 }, (_, i) => {
      const start = (seed * (i + 3) * 7) % text.length;
      return { start, end: start + ((seed * (i + 1)) % 20) };
    });
    expect(textOf(markedText(text, ranges).text)).toBe(text);
  }
});

test('overlapping marks become segments that say how many overlap, up to three', () => {
  const range = (start: number, end: number) => ({ start, end });
  expect(segmentsOf(10, [range(0, 6), range(2, 8), range(2, 4), range(2, 4)])).toEqual([
    { start: 0, end: 2, depth: 1 },
    { start: 2, end: 4, depth: 3 },
    { start: 4, end: 6, depth: 2 },
    { start: 6, end: 8, depth: 1 },
    { start: 8, end: 10, depth: 0 },
  ]);
  expect(markedText('abcd', [range(1, 3), range(2, 3)]).text).toBe('a<mark>b</mark><mark class=d2>c</mark>d');
});

test('two hundred marks that all overlap are a few elements', () => {
  const ranges = Array.from({ length: 200 }, (_, i) => ({ start: i, end: 1000 - i }));
  expect(segmentsOf(1000, ranges)).toHaveLength(5);
});

const SECTION: Section = {
  ...{ id: 'a', heading: 'A', kind: 'other', banners: [] },
  blocks: [
    { type: 'paragraph', text: 'One two.' },
    { type: 'list', ordered: false, items: ['Three', 'four'] },
    { type: 'table', header: ['h', ' '], rows: [['five', 'six']] },
    { type: 'heading', text: 'Seven' },
    { type: 'assumption', number: 1, label: 'Eight', detail: 'nine' },
  ] satisfies Block[],
};
const at = (block: number, start: number, end: number, comments = 1): Passage => ({
  ...{ section: 'a', block, start, end, comments },
});
const shown = (passages: Passage[]) =>
  articleSections(
    { sections: [SECTION], claims: [] },
    { decoration: decorateArticle('slug', [SECTION], passages) },
  )[0]!
    .parts.map(({ html }) => html)
    .join('');

test('a passage across blocks is marked in the text of each, and nowhere else', () => {
  // From "two." to "four".
  const html = shown([at(0, 4, 19)]);
  expect(html).toContain('One <mark>two.</mark></p>');
  expect(html).toContain('<li><mark>Three</mark></li><li><mark>four</mark></li>');
  expect(html.match(/<mark/g)).toHaveLength(3);
  expect(html.match(/data-n=1 aria-label="1 comment on this paragraph"/g)).toHaveLength(2);
});

test('cells, headings and both parts of an assumption can be marked', () => {
  const html = shown([at(2, 4, 12), at(3, 0, 4), at(4, 1, 10)]);
  for (const word of ['five', 'six', 'Seve', 'ight', 'nine']) expect(html).toContain(`<mark>${word}</mark>`);
});

test('whole blocks have a number and no marks', () => {
  const html = shown([at(0, 0, 8, 3), at(1, 0, 10), at(3, 0, 5)]);
  expect(html).not.toContain('<mark');
  expect(html.match(/data-n=/g)).toHaveLength(3);
  expect(shown([at(0, 0, 19)])).not.toContain('<mark');
  expect(shown([at(0, 0, 7)])).toContain('<mark>One two</mark>.');
});

test('passages overlap where they have text in common, also across blocks', () => {
  const blocks = [[{ at: 0, length: 8 }], [{ at: 0, length: 5 }]];
  expect(overlap(blocks, at(0, 0, 4), at(0, 3, 8))).toBe(true);
  expect(overlap(blocks, at(0, 0, 4), at(0, 4, 8))).toBe(false);
  expect(overlap(blocks, at(0, 4, 12), at(1, 0, 2))).toBe(true);
  expect(overlap(blocks, at(0, 4, 8), at(1, 0, 2))).toBe(false);
});

test('a header cell of spaces has the same text on the page as offsets count', () => {
  expect(shown([])).toContain('<th scope=col dir=auto>h</th><td> </td>');
});

test('a passage that the text doesn’t have marks nothing', () => {
  for (const passage of [at(9, 0, 5), at(0, 900, 950), { ...at(0, 0, 4), section: 'b' }])
    expect(shown([passage])).not.toContain('<mark');
});

test('beside each paragraph is a link to its comments or to write one; beside a heading only if it has some', () => {
  expect(shown([]).match(/aria-label="Comment on this paragraph"/g)).toHaveLength(4);
  const html = shown([at(0, 0, 3, 2), at(0, 4, 7), at(3, 0, 5)]);
  expect(html).toContain(
    '<a class=beside href="slug/passages/a.0" rel=nofollow data-n=3 aria-label="3 comments on this paragraph"></a><p',
  );
  expect(html).toContain('aria-label="1 comment on this paragraph"></a><h3');
});

test('the link says how many comments there are, and shows two digits at most', () => {
  expect(labelOf(250)).toBe('250 comments on this paragraph');
  expect(shown([at(0, 0, 3, 250)])).toContain('data-n=99+ aria-label="250 comments');
  expect(shown([at(0, 0, 3, 99)])).toContain('data-n=99 ');
});

test('passages without a mark, because there are too many, count beside their paragraph', () => {
  const first = Array.from({ length: 200 }, () => at(0, 0, 3, 2));
  const html = shown([...first, at(0, 4, 12)]);
  expect(html.match(/<mark/g)).toHaveLength(1);
  expect(html).toContain('aria-label="401 comments on this paragraph"');
  expect(html).toContain('aria-label="1 comment on this paragraph"');
});

test('a passage is in each block that has a part of its text', () => {
  const blocks = [[{ at: 0, length: 8 }], [{ at: 0, length: 5 }], [{ at: 0, length: 4 }]];
  expect(blocksOf(blocks, at(0, 4, 8))).toEqual([0]);
  expect(blocksOf(blocks, at(0, 4, 12))).toEqual([0, 1]);
  expect(blocksOf(blocks, at(1, 0, 40))).toEqual([1, 2]);
  expect(rangesOf(blocks, [at(0, 4, 12)])).toEqual([
    [[{ start: 4, end: 8 }]],
    [[{ start: 0, end: 3 }]],
    [[]],
  ]);
});
