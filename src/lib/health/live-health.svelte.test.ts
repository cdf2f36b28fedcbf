import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { STEP } from './health.ts';
import type { HealthView } from './health-view.ts';
import { LiveHealth, type HealthResult } from './live-health.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const view = (now: number, id = 'a', startedAt = 0) =>
  ({ process: { id, host: 'h', pid: 1, startedAt }, now, at: [], values: {} }) as unknown as HealthView;

/** A page whose tab can be hidden, and a site with the given responses. */
function open(...answers: HealthResult[]) {
  const page = Object.assign(new EventTarget(), { hidden: false });
  const ask = vi.fn(() => Promise.resolve(answers.shift() ?? null));
  const health = new LiveHealth(view(1000), ask);
  const leave = health.follow(page as unknown as Document);
  const step = () => vi.advanceTimersByTimeAsync(STEP);
  const hide = (hidden: boolean) => {
    page.hidden = hidden;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  return { health, ask, leave, step, hide };
}

test('it fetches at once, then every step, until the page is left', async () => {
  const { health, ask, leave, step } = open(view(1001), view(6001));
  await vi.advanceTimersByTimeAsync(0);
  expect([health.state, health.view.now]).toEqual(['live', 1001]);
  await step();
  expect(health.view.now).toBe(6001);
  leave();
  await step();
  expect(ask).toHaveBeenCalledTimes(2);
});

test('a hidden tab doesn’t fetch; when it is visible again, it fetches at once', async () => {
  const { ask, step, hide } = open();
  await vi.advanceTimersByTimeAsync(0);
  hide(true);
  await step();
  await step();
  expect(ask).toHaveBeenCalledTimes(1);
  hide(false);
  expect(ask).toHaveBeenCalledTimes(2);
});

test.each([
  [null, 'silent'],
  [500, 'fault'],
  [503, 'outage'],
  [401, 'refused'],
  [403, 'refused'],
] as const)(
  'the response %s is shown as %s; the last samples stay, and it goes on fetching',
  async (no, state) => {
    const { health, step } = open(view(1001), no, view(11001));
    await step();
    expect([health.state, health.view.now]).toEqual([state, 1001]);
    await step();
    expect([health.state, health.view.now]).toEqual(['live', 11001]);
  },
);

test('during a slow response it doesn’t fetch again', async () => {
  const page = Object.assign(new EventTarget(), { hidden: false }) as unknown as Document;
  const answer = Promise.withResolvers<HealthResult>();
  const ask = vi.fn(() => answer.promise);
  const leave = new LiveHealth(view(1000), ask).follow(page);
  await vi.advanceTimersByTimeAsync(3 * STEP);
  expect(ask).toHaveBeenCalledTimes(1);
  leave();
});

test('samples of another process are not mixed in; its successor’s are shown', async () => {
  const { health, step } = open(view(1001, 'a', 0), view(5000, 'b', 500), view(11000, 'c', 9000));
  await step();
  expect([health.state, health.view.process.id]).toEqual(['elsewhere', 'a']);
  await step();
  expect([health.state, health.view.process.id]).toEqual(['live', 'c']);
});
