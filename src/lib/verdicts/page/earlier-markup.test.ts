import { expect, test } from 'vitest';
import { earlierMarkup } from './earlier-markup.ts';

const earlier = {
  label: 'Thinly <argued>.',
  agree: 12,
  disagree: 30,
  until: 2,
  at: '2026-11-03T23:00:00.000Z',
};

test('the earlier wording of a claim has its counts and a bar', () => {
  const { a } = earlierMarkup([{ id: 'a', kind: 'classification', earlier }]);
  expect(a).toContain('Reworded on 3 November 2026. Votes on the earlier wording don’t count here');
  expect(a).toContain('until version 2</b> <q dir=auto>Thinly &#60;argued&#62;');
  expect(a).toContain('<span class=earlier-votes>12 agree, 30 disagree</span>');
  expect(a).toContain('--share:29%');
  expect(earlierMarkup([{ id: 'a', kind: 'assumption', earlier }])['a']).toContain(
    '12 assumed, 30 not assumed',
  );
});

test('all wordings with votes are shown, the latest first', () => {
  const none = { ...earlier, until: 3, at: '2026-11-09T00:00:00.000Z', agree: 0, disagree: 0 };
  const first = { ...earlier, until: 1, label: 'First' };
  const { a } = earlierMarkup([
    { id: 'a', kind: 'assumption', earlier: { ...none, before: [earlier, first] } },
  ]);
  expect(a!.match(/Reworded on \d+/g)).toEqual(['Reworded on 3']);
  expect(a!.match(/until version \d/g)).toEqual(['until version 2', 'until version 1']);
});

test('a claim that was never reworded, or whose earlier wording nobody voted on, shows nothing', () => {
  const none = { ...earlier, agree: 0, disagree: 0 };
  expect(
    earlierMarkup([
      { id: 'a', kind: 'assumption' },
      { id: 'b', kind: 'assumption', earlier: none },
    ]),
  ).toEqual({});
});
