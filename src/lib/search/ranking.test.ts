import { expect, test } from 'vitest';
import { nextStretch, ranked, scoreOf } from './ranking.ts';

const now = Date.UTC(2026, 5, 22);
const daysAgo = (days: number) => new Date(now - days * 24 * 3600 * 1000);

test('of two equal matches the newer one ranks higher, and a much better old one above both', () => {
  expect(scoreOf(0.1, daysAgo(1), now)).toBeGreaterThan(scoreOf(0.1, daysAgo(100), now));
  expect(scoreOf(0.5, daysAgo(1000), now)).toBeGreaterThan(scoreOf(0.1, daysAgo(0), now));
  expect(scoreOf(0.1, daysAgo(-5), now)).toBe(scoreOf(0.1, daysAgo(0), now));
});

test('the matches after any position are those that weren’t before it', () => {
  const matches = ['b', 'd', 'a', 'c'].map((key, i) => ({ key, score: i < 2 ? 1 : 2 }));
  const keys = (after: { key: string; score: number } | null) => ranked(matches, after).map(({ key }) => key);
  expect(keys(null)).toEqual(['c', 'a', 'd', 'b']);
  for (const [i, match] of ranked(matches, null).entries())
    expect(keys(match)).toEqual(keys(null).slice(i + 1));
});

/** The comments that places cover, and how many places there are. */
function stretchesOf(end: number, density: number) {
  const all: { from: number; before: number; places: string[] }[] = [];
  let [before, rows, matches] = [end, 0, 0];
  while (before > 0) {
    const { from, places } = nextStretch(before, rows, matches);
    all.push({ from, before, places: places.split(' | ') });
    [rows, matches] = [before - from, Math.round((before - from) * density)];
    before = from;
  }
  return all;
}

const SIZES: Record<string, number> = { 1: 4096, 2: 65_536, 3: 1_048_576 };

test.each([1, 4096, 4097, 1_000_000, 5_000_001])(
  'places cover exactly the stretches searched among %i comments, with few words',
  (end) => {
    for (const { from, before, places } of stretchesOf(end, 0.001)) {
      expect(places.length).toBeLessThan(48);
      let at = from;
      for (const place of places) {
        const [, level, number] = /^'~(\d)\.(\d+)'$/.exec(place)!;
        expect(Number(number) * SIZES[level!]!).toBe(at);
        at += SIZES[level!]!;
      }
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at - before).toBeLessThan(4096);
    }
  },
);

test('a common word is searched in short stretches, a rare one in few', () => {
  const common = stretchesOf(1_000_000, 0.5);
  for (const { from, before } of common) expect((before - from) * 0.5).toBeLessThanOrEqual(8192);
  expect(stretchesOf(1_000_000, 0).length).toBeLessThan(5);
  expect(stretchesOf(10_000_000, 0.000_001).length).toBeLessThan(7);
});
