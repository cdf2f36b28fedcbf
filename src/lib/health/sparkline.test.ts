import { expect, test } from 'vitest';
import { areaOf, endOf, lineOf, rangeOf, topOf } from './sparkline.ts';

const frame = { now: 100, window: 100, top: 10 };

test('time runs from left to right, values from the bottom up', () => {
  const plot = { ...frame, at: [0, 50, 100], values: [0, 10, 5] };
  expect(lineOf(plot)).toBe('M0 60L150 0 300 30');
  expect(areaOf(plot)).toBe('M0 60L0 60 150 0 300 30V60Z');
  expect(endOf(plot)).toEqual({ x: 300, y: 30 });
});

test('a new process fills the plot from the right', () => {
  expect(lineOf({ ...frame, at: [90, 100], values: [1, 1] })).toBe('M270 54L300 54');
});

test('the line has gaps for missing values, and a single value is a dot', () => {
  const plot = { ...frame, at: [0, 20, 40, 60, 80, 100], values: [null, 5, null, 5, 5, null] };
  expect(lineOf(plot)).toBe('M60 30h0M180 30L240 30');
  expect(areaOf(plot)).toBe('M180 60L180 30 240 30V60Z');
  expect(endOf(plot)).toBeNull();
});

test('without values the line is empty', () => {
  const plot = { ...frame, at: [], values: [] };
  expect([lineOf(plot), areaOf(plot), endOf(plot), rangeOf([])]).toEqual(['', '', null, null]);
});

test('older values than the window are left out', () => {
  expect(lineOf({ ...frame, at: [-1, 50, 100], values: [9, 5, 5] })).toBe('M150 30L300 30');
});

test.each([
  [[], 5, 5],
  [[3], 5, 5],
  [[6], 5, 10],
  [[11], 5, 20],
  [[20], 5, 20],
  [[201], 5, 500],
  [[0.13], 0.1, 0.2],
  [[null, 7, 1], 1, 10],
])('the scale for %j that reaches at least %d goes to %d', (values, least, top) => {
  expect(topOf(values, least)).toBeCloseTo(top, 10);
});

test('the range covers the measured values', () => {
  expect(rangeOf([null, 3, 1, null, 2])).toEqual({ low: 1, high: 3 });
  expect(rangeOf([null, null])).toBeNull();
});
