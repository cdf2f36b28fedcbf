import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommentView, VerdictChanged } from './events.ts';
import { BroadcastQueue } from './broadcast-queue.server.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** @param cost milliseconds that sending takes */
function setUp(gapTimeout = 250, cost = 0) {
  const sent: VerdictChanged[] = [];
  const waits: number[] = [];
  const queue = new BroadcastQueue({ interval: 25, gapTimeout }, (message, waited) => {
    sent.push(message);
    waits.push(waited);
    vi.advanceTimersByTime(cost);
  });
  const add = (seq: number, id = `c${seq}`) =>
    queue.add('v', { seq, comments: [{ id, seq, born: seq } as CommentView], total: seq });
  return { sent, waits, add, queue, ranges: () => sent.map(({ since, seq }) => [since, seq]) };
}

test('a burst is sent as one message', () => {
  const { add, ranges } = setUp();
  for (const seq of [1, 2, 3]) add(seq);
  vi.advanceTimersByTime(25);
  expect(ranges()).toEqual([[0, 3]]);
});

test('a change after a pause is sent at once, and the next ones are combined', () => {
  const { add, ranges } = setUp();
  add(1);
  vi.advanceTimersByTime(1);
  expect(ranges()).toEqual([[0, 1]]);
  add(2);
  vi.advanceTimersByTime(20);
  add(3);
  expect(ranges()).toEqual([[0, 1]]);
  vi.advanceTimersByTime(5);
  expect(ranges()).toEqual([
    [0, 1],
    [1, 3],
  ]);
});

test('if sending takes long, more is combined, but nothing waits longer than a quarter of a second', () => {
  const sendTwice = (cost: number) => {
    const { add, ranges } = setUp(250, cost);
    add(1);
    vi.advanceTimersByTime(0);
    add(2);
    vi.advanceTimersByTime(3 * cost - 1);
    add(3);
    const before = ranges().length;
    vi.advanceTimersByTime(2);
    return { before, after: ranges() };
  };
  const ranges = [
    [0, 1],
    [1, 3],
  ];
  expect(sendTwice(20)).toEqual({ before: 1, after: ranges });
  expect(sendTwice(1000).before).toBe(2);
});

test('after a storm’s message the pause is longer, but less than half a second', () => {
  const nextAfter = (cost: number) => {
    const { add, sent, ranges } = setUp(250, cost);
    for (let seq = 1; seq <= 8; seq++) add(seq);
    vi.advanceTimersByTime(0);
    expect(ranges()).toEqual([[0, 8]]);
    add(9);
    let waited = 0;
    for (; sent.length < 2; waited++) vi.advanceTimersByTime(1);
    return waited;
  };
  expect(nextAfter(10)).toBe(120);
  expect(nextAfter(200)).toBe(400);
});

test('the wait of a message’s oldest change is reported', () => {
  const { add, waits } = setUp();
  add(1);
  vi.advanceTimersByTime(10);
  add(2);
  vi.advanceTimersByTime(5);
  add(3);
  vi.advanceTimersByTime(10);
  expect(waits).toEqual([0, 15]);
});

test('changes are sent in the order of their seq, however they arrive', () => {
  const { add, ranges } = setUp();
  add(1);
  vi.advanceTimersByTime(25);
  add(3);
  vi.advanceTimersByTime(100);
  add(2);
  vi.advanceTimersByTime(25);
  expect(ranges()).toEqual([
    [0, 1],
    [1, 3],
  ]);
});

test('a missing change delays the others for the timeout, and leaves a visible gap', () => {
  const { add, ranges } = setUp();
  add(1);
  vi.advanceTimersByTime(25);
  add(3);
  vi.advanceTimersByTime(400);
  expect(ranges()).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test('with several processes, nothing waits for the changes that the others send', () => {
  const { add, ranges } = setUp(0);
  add(1);
  vi.advanceTimersByTime(25);
  add(5);
  vi.advanceTimersByTime(25);
  expect(ranges()).toEqual([
    [0, 1],
    [4, 5],
  ]);
});

test('of a comment that changed twice, the last state is sent', () => {
  const { add, sent } = setUp();
  add(1, 'same');
  add(2, 'same');
  vi.advanceTimersByTime(25);
  expect(sent[0]!.comments.map(({ id, seq }) => [id, seq])).toEqual([['same', 2]]);
  expect(sent[0]!.total).toBe(2);
});

test('a flush sends everything at once, gaps or not, and only once', () => {
  const { add, ranges, queue } = setUp();
  add(1);
  vi.advanceTimersByTime(25);
  add(3);
  queue.flush();
  vi.advanceTimersByTime(1000);
  expect(ranges()).toEqual([
    [0, 1],
    [2, 3],
  ]);
});
