import { expect, test } from 'vitest';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { verdictText } from '../../../../tests/support/verdict-text.ts';
import { termsOf } from './terms.ts';

const saying = (sentence: string) =>
  parseVerdict(verdictText('A title').replace('It makes everybody feel heard.', sentence));
const names = (sentence: string, score: unknown = null) =>
  Object.values(termsOf({ ...saying(sentence), score })).map((html) => /<dfn>(\w+)/.exec(html)![1]);

test('a term is explained once, below the section that uses it first', () => {
  const verdict = saying('Under DT mechanics, this fails.');
  verdict.sections[1]!.blocks.push({ type: 'paragraph', text: 'The DT again.' });
  const terms = Object.entries(termsOf({ ...verdict, score: null }));
  expect(terms).toEqual([
    [verdict.sections[1]!.id, expect.stringMatching(/^<p class="term"><dfn>DT<.*"\/about#dt"/)],
  ]);
});

test.each([
  ['Under the Discontinuity Thesis, this fails.', ['DT']],
  ['This is heavy cope.', ['Cope']],
  ['People cope with what they can’t change; width and doubt aren’t terms.', []],
])('%s', (sentence, terms) => {
  expect(names(sentence)).toEqual(terms);
});

test('beside a score, cope is explained with it', () => {
  expect(names('This is heavy cope.', { value: 57, max: 100, band: 'heavy cope' })).toEqual([]);
});
