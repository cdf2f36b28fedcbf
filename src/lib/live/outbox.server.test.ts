import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommentView, VerdictChanged } from './events.ts';
import { Outbox } from './outbox.server.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** @param cost milliseconds that telling takes */
function stage(patience = 250, cost = 0) {
  const told: VerdictChanged[] = [];
  const waits: number[] = [];
  const outbox = new Outbox({ gather: 25, patience }, (news, waited) => {
    told.push(news);
    waits.push(waited);
    vi.advanceTimersByTime(cost);
  });
  const add = (seq: number, id = `c${seq}`) =>
    outbox.add('v', { seq, comments: [{ id, seq, born: seq } as CommentView], total: seq });
  return { told, waits, add, outbox, ranges: () => told.map(({ since, seq }) => [since, seq]) };
}

test('a burst goes out as one message', () => {
  const { add, ranges } = stage();
  for (const seq of [1, 2, 3]) add(seq);
  vi.advanceTimersByTime(25);
  expect(ranges()).toEqual([[0, 3]]);
});

test('a change after a quiet moment goes out at once, and what follows closely is gathered', () => {
  const { add, ranges } = stage();
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

test('where telling takes long, more is gathered, but nothing waits longer than a quarter of a second', () => {
  const told = (cost: number) => {
    const { add, ranges } = stage(250, cost);
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
  expect(told(20)).toEqual({ before: 1, after: ranges });
  expect(told(1000).before).toBe(2);
});

test('after a message of a storm the pause is longer, and ends within half a second', () => {
  const nextAfter = (cost: number) => {
    const { add, told, ranges } = stage(250, cost);
    for (let seq = 1; seq <= 8; seq++) add(seq);
    vi.advanceTimersByTime(0);
    expect(ranges()).toEqual([[0, 8]]);
    add(9);
    let waited = 0;
    for (; told.length < 2; waited++) vi.advanceTimersByTime(1);
    return waited;
  };
  expect(nextAfter(10)).toBe(120);
  expect(nextAfter(200)).toBe(400);
});

test('each message says how long its oldest change has waited', () => {
  const { add, waits } = stage();
  add(1);
  vi.advanceTimersByTime(10);
  add(2);
  vi.advanceTimersByTime(5);
  add(3);
  vi.advanceTimersByTime(10);
  expect(waits).toEqual([0, 15]);
});

test('changes are told in the order of their seq, however they arrive', () => {
  const { add, ranges } = stage();
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

test('a change that never comes holds the others only for so long, and leaves its hole to be seen', () => {
  const { add, ranges } = stage();
  add(1);
  vi.advanceTimersByTime(25);
  add(3);
  vi.advanceTimersByTime(400);
  expect(ranges()).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test('with other processes about, nothing waits for what they tell themselves', () => {
  const { add, ranges } = stage(0);
  add(1);
  vi.advanceTimersByTime(25);
  add(5);
  vi.advanceTimersByTime(25);
  expect(ranges()).toEqual([
    [0, 1],
    [4, 5],
  ]);
});

test('of a comment that changed twice the last is told', () => {
  const { add, told } = stage();
  add(1, 'same');
  add(2, 'same');
  vi.advanceTimersByTime(25);
  expect(told[0]!.comments.map(({ id, seq }) => [id, seq])).toEqual([['same', 2]]);
  expect(told[0]!.total).toBe(2);
});

test('what waits is told at once when the server stops, holes or not, and only once', () => {
  const { add, ranges, outbox } = stage();
  add(1);
  vi.advanceTimersByTime(25);
  add(3);
  outbox.flush();
  vi.advanceTimersByTime(1000);
  expect(ranges()).toEqual([
    [0, 1],
    [2, 3],
  ]);
});
