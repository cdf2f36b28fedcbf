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

// What is computed from them orders and marks. As exact numbers, the counts would follow from it.
const ORDERING = [
  'src/lib/common-ground/recompute.store.server.ts',
  'src/lib/common-ground/score.ts',
  'src/lib/discussion/store/thread-page.store.server.ts',
  'src/lib/discussion/whats-new/read-position.store.server.ts',
  'src/lib/discussion/whats-new/reading-order.ts',
  'src/lib/discussion/where-it-stands/stands.store.server.ts',
  'src/lib/moderation/ledger/check.store.server.ts',
  'src/lib/verdicts/verdict-view.ts',
  'src/lib/verdicts/verdict.store.server.ts',
  'src/lib/verdicts/versions/headline.store.server.ts',
  'src/lib/verdicts/weakest-link/rejection.ts',
];
const SCORES = /\b(ground|(dis)?agree)(_s|S)core\b|'rejection'|\brejection\??:|\.rejection\b|{ rejection }/;

const sources = readSources();

test('only files that count the ratings of camps name their columns', () => {
  const named = sources.filter(({ text }) => COUNTS.test(text)).map(({ path }) => path);
  expect(named.toSorted()).toEqual(COUNTING);
});

test('only files that order comments and find the weakest link name the scores of camps', () => {
  const named = sources.filter(({ text }) => SCORES.test(text)).map(({ path }) => path);
  expect(named.toSorted()).toEqual(ORDERING);
});

test('comments are never read with all their columns', () => {
  const unselective = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\.comment\.find\w+\((?:(?!\.comment\.find)[\s\S]){0,400}/g)]
      .filter(([call]) => !/\bselect\b/.test(call))
      .map(([call]) => `${path}: ${call.slice(0, 40)}`),
  );
  expect(unselective).toEqual([]);
});
