import { expect, test } from 'vitest';
import { FOLDED, foldSearch } from './fold-search.ts';

test.each([
  ['staged\u00a0disclosure\u202fnow', 'staged disclosure now'],
  ['dis\u200bclo\u00adsure\ufeff', 'disclosure'],
  ['“staged disclosure”', '"staged disclosure"'],
  ['Oracle’s', "Oracle's"],
  ['1990–2000 — a review', '1990 2000 a review'],
  ['a paper - a - review -not', 'a paper a review -not'],
  ['human‑in‐the-loop', 'human-in-the-loop'],
  ['eﬃcient ｆｕｌｌ', 'efficient full'],
  ['\u200b \u00a0', ''],
])('what is pasted, %j, is searched for as %j', (pasted, searched) => {
  expect(foldSearch(pasted)).toBe(searched);
});

test('the database folds the same characters one by one', () => {
  expect(FOLDED.from.length).toBe([...FOLDED.from].length);
  expect(new Set(FOLDED.from).size).toBe(FOLDED.from.length);
});
