import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { passQuery } from './pass-input.ts';
import { byNeed, keysOf, needOf, stepQuery, stepsOf, stepView } from './pass.ts';

const claim = (n: number, agree = 0, disagree = 0, mine: 'agree' | 'disagree' | null = null) => ({
  id: `0199f000-0000-7000-8000-000000${n.toString(16).padStart(6, '0')}`,
  ...{ agree, disagree, mine },
});
const numbersOf = (claims: { id: string }[]) => claims.map(({ id }) => parseInt(id.slice(-6), 16));

test('assumptions with few votes come first, then divided ones, and those voted on last', () => {
  const claims = [
    claim(1, 9, 1),
    claim(2, 5, 5),
    claim(3),
    claim(4, 0, 0, 'agree'),
    claim(5, 50, 50),
    claim(6),
  ];
  expect(numbersOf(byNeed(claims))).toEqual([3, 6, 2, 1, 5, 4]);
});

test('of as many votes the more divided need more, and as divided, the fewer', () => {
  const count = fc.nat(200);
  fc.assert(
    fc.property(count, count, count, (votes, one, other) => {
      const [a, b] = [one % (votes + 1), other % (votes + 1)];
      const isMoreDivided = Math.abs(votes - 2 * a) < Math.abs(votes - 2 * b);
      const need = (agree: number, all = votes) => needOf({ agree, disagree: all - agree });
      return (!isMoreDivided || need(a) > need(b)) && need(2 * a, 2 * votes) <= need(a);
    }),
  );
});

test('a pass keeps its order when votes come in, drops what a new version retires, and puts what is new last', () => {
  const [one, two, three] = [claim(1), claim(2), claim(3)];
  const query = stepQuery({ keys: keysOf(byNeed([one, two, three])), at: 2 });
  const { pass, at } = pageQuery(passQuery, new URL(`http://x.invalid/?/vote&${query}`));
  expect(at).toBe(2);
  const orderOf = (claims: ReturnType<typeof claim>[]) => numbersOf(stepsOf(claims, pass).steps);
  expect(orderOf([one, claim(2, 7, 7, 'agree'), three])).toEqual([1, 2, 3]);
  expect(orderOf([claim(9, 4, 4), claim(8), three, one])).toEqual([1, 3, 8, 9]);
});

test('a new pass leaves out what the reader has voted on, and another goes through all', () => {
  const claims = [claim(1, 9, 1, 'agree'), claim(2, 5, 5), claim(3), claim(4, 1, 0, 'disagree')];
  const { steps, others } = stepsOf(claims, []);
  expect([numbersOf(steps), numbersOf(others)]).toEqual([
    [3, 2],
    [4, 1],
  ]);
  const all = stepsOf(claims, keysOf([...steps, ...others]));
  expect([numbersOf(all.steps), all.others]).toEqual([[3, 2, 4, 1], []]);
});

test('an address that isn’t one of a pass starts a new one', () => {
  for (const query of ['pass=1', 'pass=../..', 'at=0&pass=', 'at=x'])
    expect(pageQuery(passQuery, new URL(`http://x.invalid/?${query}`))).toEqual({ pass: [], at: 1 });
});

test('the tally of an assumption leaves the server only after the reader’s vote', () => {
  const full = {
    ...claim(1, 3, 4),
    kind: 'assumption',
    origin: 'assumption',
    counted: 9,
    minds: null,
  } as const;
  const texts = { label: 'It scales.', detail: null };
  expect(stepView({ ...full, ...texts })).toEqual({ id: full.id, ...texts, mine: null, tally: null });
  expect(stepView({ ...full, ...texts, mine: 'agree' }).tally).toEqual({ agree: 3, disagree: 4 });
});
