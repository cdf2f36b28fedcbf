// The functions of the database that compute the sort key of "top".
import { expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { wilsonInterval, Z_95 } from '#lib/wilson.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';

await freshDatabase();

async function ratingScore(helpful: number, notHelpful: number): Promise<number> {
  const [row] = await db().$queryRaw<{ score: number }[]>`
    SELECT rating_score(${helpful}::int, ${notHelpful}::int) AS score`;
  return row!.score;
}

async function wilsonLower(positive: number, total: number): Promise<number> {
  const [row] = await db().$queryRaw<{ bound: number }[]>`
    SELECT wilson_lower(${positive}::float8, ${total}::float8) AS bound`;
  return row!.bound;
}

test('without ratings the bound is 0', async () => {
  expect(await ratingScore(0, 0)).toBe(0);
});

test('forty of fifty beat one of one', async () => {
  expect(await ratingScore(40, 10)).toBeGreaterThan(await ratingScore(1, 0));
});

test('rejected comments rank below unrated ones', async () => {
  expect(await ratingScore(0, 3)).toBeLessThan(0);
});

test('the bound in SQL is that of `wilsonInterval` at 95 %: of 40 of 50, 0.6696', async () => {
  expect(await wilsonLower(40, 50)).toBeCloseTo(0.6696, 4);
  for (const [count, of] of [
    [0, 0],
    [0, 7],
    [1, 1],
    [40, 50],
    [9_999, 10_000],
  ] as const)
    expect(await wilsonLower(count, of)).toBeCloseTo(wilsonInterval(count, of, Z_95).low, 12);
});

test('a billion ratings are within the range of the counts', async () => {
  expect(await ratingScore(1_000_000_000, 1_000_000_000)).toBeCloseTo(0, 9);
});
