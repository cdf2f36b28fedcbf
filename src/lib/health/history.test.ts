import { expect, test } from 'vitest';
import { History } from './history.ts';
import type { Scrape } from './sample.ts';

const scrape = (at: number, watchers: number): Scrape => ({
  at,
  lag: 0.0123456,
  metrics: { live_watchers: [{ labels: {}, value: watchers }] },
});

test('the first scrape makes no sample, the second one does', () => {
  const history = new History(3);
  expect(history.series().at).toEqual([]);
  history.add(scrape(1000, 1));
  expect(history.series().at).toEqual([]);
  history.add(scrape(6000, 2));
  const { at, values } = history.series();
  expect(at).toEqual([6000]);
  expect(values.watchers).toEqual([2]);
  expect(values.requestTime).toEqual([null]);
});

test('the oldest samples are dropped', () => {
  const history = new History(3);
  for (let i = 0; i <= 1000; i++) history.add(scrape(i * 5000, i));
  expect(history.series().at).toEqual([998 * 5000, 999 * 5000, 1000 * 5000]);
  expect(history.series().values.watchers).toEqual([998, 999, 1000]);
});

test('two scrapes at the same time make one sample, without infinite rates', () => {
  const history = new History(3);
  for (const at of [0, 0, 5000, 5000]) history.add(scrape(at, 1));
  expect(history.series().at).toEqual([5000]);
  expect(history.series().values.requests).toEqual([0]);
});

test('values are sent with four digits', () => {
  const history = new History(3);
  for (const at of [0, 5000]) history.add(scrape(at, 1));
  expect(history.series().values.lag).toEqual([0.01235]);
});
