import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FrameBatcher } from './frame-batcher.ts';

/** A screen that draws when it is told to. */
function screen() {
  let next = 0;
  const asked = new Map<number, () => void>();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    asked.set((next += 1), draw);
    return next;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => asked.delete(id));
  return {
    draw: () => [...asked].forEach(([id, draw]) => (asked.delete(id), draw())),
    waiting: () => asked.size,
  };
}

function gather() {
  const taken: number[][] = [];
  return { taken, news: new FrameBatcher<number>((gathered) => taken.push(gathered)) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('what arrives within one frame', () => {
  test('is taken together, in its order, when the frame is drawn', () => {
    const { draw } = screen();
    const { taken, news } = gather();
    for (const each of [1, 2, 3]) news.add(each);
    expect(taken).toEqual([]);
    draw();
    draw();
    expect(taken).toEqual([[1, 2, 3]]);
  });

  test('is taken with the frames that follow while it storms: ten times a second, not sixty', () => {
    const { draw } = screen();
    const { taken, news } = gather();
    for (let frame = 1; frame <= 60; frame++) {
      news.add(frame);
      draw();
      vi.advanceTimersByTime(1000 / 60);
    }
    vi.runAllTimers();
    expect(taken.flat()).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(taken.length).toBeGreaterThan(7);
    expect(taken.length).toBeLessThanOrEqual(11);
  });

  test('is taken with the very next frame after a quiet moment', () => {
    const { draw } = screen();
    const { taken, news } = gather();
    news.add(1);
    draw();
    vi.advanceTimersByTime(100);
    news.add(2);
    draw();
    expect(taken).toEqual([[1], [2]]);
  });

  test('is taken once, though the timer runs as well', () => {
    const { draw } = screen();
    const { taken, news } = gather();
    news.add(1);
    draw();
    vi.runAllTimers();
    expect(taken).toEqual([[1]]);
  });

  test('is taken in a hidden tab, which draws none, and not again when it is shown', () => {
    const { draw, waiting } = screen();
    const { taken, news } = gather();
    news.add(1);
    vi.advanceTimersByTime(100);
    news.add(2);
    vi.runAllTimers();
    expect(taken).toEqual([[1, 2]]);
    expect(waiting()).toBe(0);
    draw();
    expect(taken).toHaveLength(1);
  });

  test('is taken where there are no frames at all', () => {
    const { taken, news } = gather();
    news.add(1);
    vi.runAllTimers();
    news.add(2);
    vi.runAllTimers();
    expect(taken).toEqual([[1], [2]]);
  });
});

test('what waits is taken at once where somebody needs it now', () => {
  const { draw } = screen();
  const { taken, news } = gather();
  news.add(1);
  news.flush();
  news.flush();
  draw();
  vi.runAllTimers();
  expect(taken).toEqual([[1]]);
});

test('what waits when the page goes is forgotten', () => {
  const { draw } = screen();
  const { taken, news } = gather();
  news.add(1);
  news.stop();
  draw();
  vi.runAllTimers();
  expect(taken).toEqual([]);
});

test('news that come while others are taken wait for a frame of their own', () => {
  const { draw } = screen();
  const taken: number[][] = [];
  const news: FrameBatcher<number> = new FrameBatcher((gathered) => {
    taken.push(gathered);
    if (gathered[0] === 1) news.add(2);
  });
  news.add(1);
  draw();
  draw();
  expect(taken).toEqual([[1]]);
  vi.advanceTimersByTime(100);
  draw();
  expect(taken).toEqual([[1], [2]]);
});
