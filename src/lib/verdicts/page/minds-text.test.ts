import { expect, test } from 'vitest';
import { describeMinds, mindsMarkup } from './minds-text.ts';

test('a change is told with its count and interval', () => {
  expect(describeMinds({ readers: 34, before: 0.618, after: 0.48, low: -0.25, high: -0.03 })).toBe(
    'Of 34 readers who voted before they opened the discussion, agreement went from 62 % to 48 % (−14 points, 95 % between −25 and −3).',
  );
  expect(describeMinds({ readers: 20, before: 0.5, after: 0.5, low: -0.1, high: 0.12 })).toContain(
    'agreement stayed at 50 % (0 points, 95 % between −10 and +12)',
  );
});

test('only claims with enough readers have a line, with their labels escaped', () => {
  const minds = { readers: 20, before: 0.5, after: 0.6, low: -0.1, high: 0.3 };
  const html = mindsMarkup([
    { id: 'a', label: 'Cope <b>', minds },
    { id: 'b', label: 'Other', minds: null },
  ]);
  expect(html).toContain('<dfn dir="auto">Cope &#60;b&#62;</dfn>: <span>Of 20 readers');
  expect(html).not.toContain('Other');
});
