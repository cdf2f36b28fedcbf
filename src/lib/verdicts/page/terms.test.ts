import { expect, test } from 'vitest';
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { verdictText } from '../../../../tests/support/verdict-text.ts';
import { termsOf } from './terms.ts';

const saying = (sentence: string) =>
  parseVerdict(verdictText('A title').replace('It makes everybody feel heard.', sentence));
const names = (sentence: string, score: unknown = null) =>
  termsOf({ ...saying(sentence), score }).map(({ name }) => name);

test('a term is explained once, below the section that uses it first', () => {
  const verdict = saying('Under DT mechanics, this fails.');
  verdict.sections[1]!.blocks.push({ type: 'paragraph', text: 'The DT again.' });
  const [term, ...more] = termsOf({ ...verdict, score: null });
  expect(more).toEqual([]);
  expect(term).toMatchObject({ name: 'DT', section: verdict.sections[1]!.id, about: 'dt' });
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
