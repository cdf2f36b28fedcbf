// No count of a camp leaves the server. The columns that hold one are read only where they are counted and compared.
import { expect, test } from 'vitest';
import { readSources } from './sources.ts';

const COUNTING = [
  'src/lib/common-ground/camps.store.server.ts',
  'src/lib/common-ground/move-ratings.server.ts',
  'src/lib/common-ground/recompute.store.server.ts',
  'src/lib/discussion/ratings/rating.store.server.ts',
  'src/lib/discussion/ratings/save-ratings.store.server.ts',
  'src/lib/moderation/ledger/check.store.server.ts',
  'src/lib/verdicts/versions/headline.store.server.ts',
];
const COUNTS =
  /\b(dis)?agree_(not_)?helpful\b|\b(dis)?agree(Not)?Helpful: true|ground_?shown|camp_counts|CAMP_COLUMNS/i;

const sources = readSources();

test('only files that count the ratings of camps name their columns', () => {
  const named = sources.filter(({ text }) => COUNTS.test(text)).map(({ path }) => path);
  expect(named.toSorted()).toEqual(COUNTING);
});

test('comments are never read with all their columns', () => {
  const unselective = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\.comment\.find\w+\((?:(?!\.comment\.find)[\s\S]){0,400}/g)]
      .filter(([call]) => !/\bselect\b/.test(call))
      .map(([call]) => `${path}: ${call.slice(0, 40)}`),
  );
  expect(unselective).toEqual([]);
});
