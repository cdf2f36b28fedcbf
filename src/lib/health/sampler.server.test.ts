import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countAccepted, registry } from '#lib/metrics/metrics.server.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { STEP } from './health.ts';
import { MEASURE_IDS } from './measure.ts';
import { METRICS } from './sample.ts';
import { healthOfProcess, sample, startSampling } from './sampler.server.ts';
import { PATIENCE } from '../../../tests/support/patience.ts';

await freshDatabase();

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

test('every plotted metric exists', () => {
  expect(METRICS.filter((name) => !registry().getSingleMetric(name))).toEqual([]);
});

test('the next sample shows what happened, and has every measure', async () => {
  await sample();
  countAccepted('comment');
  await sample();
  const { at, values, process: own, now } = healthOfProcess();
  expect(own).toMatchObject({ pid: process.pid });
  expect(now).toBeGreaterThan(own.startedAt);
  expect(at.length).toBeGreaterThan(0);
  for (const id of MEASURE_IDS) expect(values[id], id).toHaveLength(at.length);
  expect(values.comments.at(-1)).toBeGreaterThan(0);
  expect(values.memory.at(-1)).toBeGreaterThan(1_000_000);
  expect(values.cpu.at(-1)).toBeGreaterThan(0);
});

test('it samples once every step, even when it is started twice', async () => {
  const taken = () => healthOfProcess().at.length;
  const atFirst = taken();
  startSampling();
  startSampling();
  await vi.waitFor(() => expect(taken()).toBe(atFirst + 1), PATIENCE);
  for (let i = 0; i < 3; i++) {
    const before = taken();
    vi.advanceTimersByTime(STEP);
    await vi.waitFor(() => expect(taken()).toBe(before + 1), PATIENCE);
  }
});

test('sampling does not reset the event-loop metrics of Prometheus', async () => {
  const lag = async () =>
    (await registry().getSingleMetric('nodejs_eventloop_lag_max_seconds')!.get()).values[0]!.value;
  const before = await lag();
  await sample();
  expect(await lag()).toBe(before);
});
