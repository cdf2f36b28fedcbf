import { expect, test } from 'vitest';
import { mergeFrontCount, latest, latestByKey } from './latest.ts';

const tally = (counted: number, agree: number) => ({ id: 'a', agree, disagree: 0, counted });

test('of two tallies the later count wins, whichever arrives first', () => {
  expect(latest(undefined, tally(1, 1))).toEqual(tally(1, 1));
  expect(latest(tally(1, 1), tally(2, 5))).toEqual(tally(2, 5));
  expect(latest(tally(2, 5), tally(1, 1))).toEqual(tally(2, 5));
  expect([
    ...latestByKey(
      [['a', tally(2, 5)]],
      [
        ['a', tally(1, 1)],
        ['b', tally(1, 7)],
      ],
    ).values(),
  ]).toEqual([tally(2, 5), tally(1, 7)]);
});

test('the front page keeps the later count of comments and of votes', () => {
  const early = { slug: 's', seq: 6, comments: 2, claims: [tally(1, 1)] };
  const late = { slug: 's', seq: 7, comments: 3, claims: [tally(2, 5)] };
  expect(mergeFrontCount(early, late)).toEqual(late);
  expect(mergeFrontCount(late, early)).toEqual(late);
  expect(mergeFrontCount(late, { slug: 's', readers: 4 })).toEqual({ ...late, readers: 4 });
  expect(mergeFrontCount({ slug: 's', readers: 4 }, early)).toEqual({ ...early, readers: 4 });
});

test('a newer tally keeps what only an older one says, whichever arrives first', () => {
  const [credited, rated] = [{ counted: 1, changedMinds: 2 }, { counted: 2 }];
  for (const [first, second] of [
    [credited, rated],
    [rated, credited],
  ] as const) {
    const merged = latestByKey<{ counted: number; changedMinds?: number }>([['a', first]], [['a', second]]);
    expect(merged.get('a')).toEqual({ counted: 2, changedMinds: 2 });
  }
});
