import { expect, test } from 'vitest';
import { ratioText, spreadText, atMost } from './report.ts';
import { LatencyHistogram, median, ratiosOf, showsNoDifference, spreadOf } from './stats.ts';

test('a spread is the median with the least and the greatest run', () => {
  expect(spreadOf([3, 1, 10])).toEqual({ median: 3, min: 1, max: 10 });
  expect(spreadOf([1, 3])).toEqual({ median: 2, min: 1, max: 3 });
  expect(spreadText(spreadOf([3, 1, 10]))).toBe('3 (1 to 10)');
});

test('a ratio is taken run by run, so that a slow run of both changes nothing', () => {
  expect(ratiosOf([2, 20, 2], [1, 10, 1])).toEqual({ median: 2, min: 2, max: 2 });
});

test('a ratio on both sides of one is no difference', () => {
  expect(showsNoDifference(spreadOf([0.9, 1.1, 1.2]))).toBe(true);
  expect(showsNoDifference(spreadOf([1.01, 1.1, 1.2]))).toBe(false);
  expect(ratioText(spreadOf([0.9, 1.1, 1.2]))).toBe('1.1 (0.9 to 1.2), none');
  expect(ratioText(spreadOf([1, 1]))).toBe('1');
  expect(ratioText(spreadOf([1.05, 1.1, 1.2]))).toBe('1.1 (1.05 to 1.2)');
});

test('the median of the runs decides whether a target is met', () => {
  expect(atMost('votes', 1.2, spreadOf([1, 1.1, 4]))).toMatchObject({ met: true, measured: '1.1 (1 to 4)' });
  expect(atMost('votes', 1.2, spreadOf([1, 1.3, 4]))).toMatchObject({ met: false });
});

test('quantiles of a histogram are within one percent', () => {
  const times = new LatencyHistogram();
  for (let ms = 1; ms <= 1000; ms++) times.record(ms);
  expect(Math.abs(times.p50 - 500)).toBeLessThanOrEqual(5);
  expect(Math.abs(times.p99 - 990)).toBeLessThanOrEqual(10);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
