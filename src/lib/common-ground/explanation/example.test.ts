import { expect, test } from 'vitest';
import { exampleQuery } from './example-input.ts';
import { EXAMPLE, explain } from './example.ts';
import { curveOf, SIZE, xOf, yOf } from './plot.ts';

const ratings = (agree: [number, number], disagree: [number, number]) => ({
  agree: { helpful: agree[0], notHelpful: agree[1] },
  disagree: { helpful: disagree[0], notHelpful: disagree[1] },
});

test('the example has a score and the badge, and each side’s part is shown', () => {
  const { sides, score, badge } = explain(EXAMPLE);
  expect(badge).toBe(true);
  expect(sides.map(({ net }) => net)).toEqual([14, 6]);
  expect(score).toBeCloseTo(Math.sqrt(sides[0].bound * sides[1].bound), 12);
});

test('a comment without the badge says which side it lacks', () => {
  expect(explain(ratings([90, 2], [1, 8]))).toMatchObject({
    badge: false,
    reason: 'Among readers who disagree, too few more find it helpful than not.',
  });
  expect(explain(ratings([5, 5], [5, 5])).reason).toMatch(/^On neither side/);
  expect(explain(ratings([1, 0], [2, 0]))).toMatchObject({
    score: null,
    reason: 'Hardly any reader of either side has rated it yet.',
  });
});

test('a curve of the plot joins pairs with the same geometric mean', () => {
  const points = curveOf(0.4)
    .slice(1)
    .split('L')
    .map((point) => point.split(' ').map(Number) as [number, number]);
  for (const [x, y] of points) expect(((x - xOf(0)) / SIZE) * ((yOf(0) - y) / SIZE)).toBeCloseTo(0.16, 2);
  expect(points[0]![1]).toBeCloseTo(yOf(1), 1);
  expect(points.at(-1)![0]).toBeCloseTo(xOf(1), 1);
});

test('numbers in the address that can’t be shown are replaced by the example’s', () => {
  const { agree, disagree } = EXAMPLE;
  expect(exampleQuery.parse({ 'agree-helpful': '7', 'agree-not': '-1', 'disagree-helpful': '1e9' })).toEqual({
    'agree-helpful': 7,
    'agree-not': agree.notHelpful,
    'disagree-helpful': disagree.helpful,
    'disagree-not': disagree.notHelpful,
  });
});
