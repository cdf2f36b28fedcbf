import { expect, test } from 'vitest';
import { sinceText } from './since-text.ts';

const now = Date.parse('2026-11-29T10:00:00Z'); // a Sunday

test.each([
  ['2026-11-29T08:05:00Z', 'since 08:05'],
  ['2026-11-28T23:00:00Z', 'since yesterday'],
  ['2026-11-24T09:00:00Z', 'since Tuesday'],
  ['2026-11-22T12:00:00Z', 'since 22 November'],
  ['2025-03-03T12:00:00Z', 'since 3 March 2025'],
])('%s is named as people name it: %s', (at, text) => {
  expect(sinceText(at, now, 'UTC')).toBe(text);
});
