import { expect, test } from 'vitest';
import { reportWeight } from './report-weight.ts';

const nothing = { upheld: 0, rejected: 0 };

test('a report weighs one more than the reporter’s trust', () => {
  expect([0, 1, 2, 3].map((level) => reportWeight(level as 0 | 1 | 2 | 3, nothing))).toEqual([1, 2, 3, 4]);
});

test('judged reports change the weight from the fifth on', () => {
  expect(reportWeight(1, { upheld: 0, rejected: 4 })).toBe(2);
  expect(reportWeight(1, { upheld: 4, rejected: 0 })).toBe(2);
  expect(reportWeight(1, { upheld: 0, rejected: 5 })).toBe(1);
  expect(reportWeight(1, { upheld: 5, rejected: 0 })).toBe(3);
});

test('being right half the time weighs like having no record', () => {
  expect(reportWeight(2, { upheld: 10, rejected: 10 })).toBe(3);
});
