import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FrameBatcher } from './frame-batcher.ts';

/** Frames that are drawn on demand. */
function screen() {
  let next = 0;
  const requested = new Map<number, () => void>();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => {
    requested.set((next += 1), draw);
    return next;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => requested.delete(id));
  return {
    draw: () => [...requested].forEach(([id, draw]) => (requested.delete(id), draw())),
    waiting: () => requested.size,
  };
}

function setUp() {
  const handled: number[][] = [];
  return { handled, batcher: new FrameBatcher<number>((batch) => handled.push(batch)) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('items added within one frame', () => {
  test('are handled together, in order, when the frame is drawn', () => {
    const { draw } = screen();
    const { handled, batcher } = setUp();
    for (const each of [1, 2, 3]) batcher.add(each);
    expect(handled).toEqual([]);
    draw();
    draw();
    expect(handled).toEqual([[1, 2, 3]]);
  });

  test('are handled ten times a second during a storm, not sixty', () => {
    const { draw } = screen();
    const { handled, batcher } = setUp();
    for (let frame = 1; frame <= 60; frame++) {
      batcher.add(frame);
      draw();
      vi.advanceTimersByTime(1000 / 60);
    }
    vi.runAllTimers();
    expect(handled.flat()).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(handled.length).toBeGreaterThan(7);
    expect(handled.length).toBeLessThanOrEqual(11);
  });

  test('are handled with the next frame after a pause', () => {
    const { draw } = screen();
    const { handled, batcher } = setUp();
    batcher.add(1);
    draw();
    vi.advanceTimersByTime(100);
    batcher.add(2);
    draw();
    expect(handled).toEqual([[1], [2]]);
  });

  test('are handled once, although the timer runs as well', () => {
    const { draw } = screen();
    const { handled, batcher } = setUp();
    batcher.add(1);
    draw();
    vi.runAllTimers();
    expect(handled).toEqual([[1]]);
  });

  test('are handled in a hidden tab, which draws no frames, and not again when it is shown', () => {
    const { draw, waiting } = screen();
    const { handled, batcher } = setUp();
    batcher.add(1);
    vi.advanceTimersByTime(100);
    batcher.add(2);
    vi.runAllTimers();
    expect(handled).toEqual([[1, 2]]);
    expect(waiting()).toBe(0);
    draw();
    expect(handled).toHaveLength(1);
  });

  test('are handled without frames', () => {
    const { handled, batcher } = setUp();
    batcher.add(1);
    vi.runAllTimers();
    batcher.add(2);
    vi.runAllTimers();
    expect(handled).toEqual([[1], [2]]);
  });
});

test('flush handles the batch at once', () => {
  const { draw } = screen();
  const { handled, batcher } = setUp();
  batcher.add(1);
  batcher.flush();
  batcher.flush();
  draw();
  vi.runAllTimers();
  expect(handled).toEqual([[1]]);
});

test('stop drops the batch', () => {
  const { draw } = screen();
  const { handled, batcher } = setUp();
  batcher.add(1);
  batcher.stop();
  draw();
  vi.runAllTimers();
  expect(handled).toEqual([]);
});

test('items added while a batch is handled go into the next one', () => {
  const { draw } = screen();
  const handled: number[][] = [];
  const batcher: FrameBatcher<number> = new FrameBatcher((batch) => {
    handled.push(batch);
    if (batch[0] === 1) batcher.add(2);
  });
  batcher.add(1);
  draw();
  draw();
  expect(handled).toEqual([[1]]);
  vi.advanceTimersByTime(100);
  draw();
  expect(handled).toEqual([[1], [2]]);
});
