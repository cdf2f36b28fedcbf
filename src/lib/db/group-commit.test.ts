import { expect, test, vi } from 'vitest';
import { GroupCommit } from './group-commit.ts';
import { PATIENCE } from '../../../tests/support/patience.ts';

/** Batches that run until `next` is called. */
function setUp() {
  const groups: string[][] = [];
  const open: (() => void)[] = [];
  const write = async (_key: string, items: string[]) => {
    groups.push(items);
    await new Promise<void>((done) => open.push(done));
    if (items.includes('away')) throw new Error('away');
    if (items.includes('unfit')) throw Object.assign(new Error('unfit'), unfit);
    return items.map((item) => (item === 'refused' ? new Error('refused') : item.toUpperCase()));
  };
  return { groups, queue: new GroupCommit(write), next: () => open.shift()!() };
}

/** Prisma's error for a broken constraint. */
const unfit = { meta: { driverAdapterError: { cause: { originalCode: '23505' } } } };

const settled = async (promises: Promise<string>[]) =>
  (await Promise.allSettled(promises)).map((each) =>
    each.status === 'fulfilled' ? each.value : (each.reason as Error).message,
  );

/** Lets all batches finish. */
async function all(promises: Promise<string>[], next: () => void, groups: string[][]): Promise<string[]> {
  const answers = settled(promises);
  for (let opened = 0; opened < groups.length; opened++) {
    next();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  return answers;
}

test('a lone item runs at once, and items submitted while a batch runs join the next one', async () => {
  const { groups, queue, next } = setUp();
  const answers = await all(
    ['a', 'b', 'c'].map((item) => queue.submit('v', item)),
    next,
    groups,
  );
  expect(groups).toEqual([['a'], ['b', 'c']]);
  expect(answers).toEqual(['A', 'B', 'C']);
  void queue.submit('v', 'd');
  expect(groups.at(-1)).toEqual(['d']);
});

test('keys don’t wait for each other', () => {
  const { groups, queue } = setUp();
  for (const key of ['v', 'w']) void queue.submit(key, key);
  expect(groups).toEqual([['v'], ['w']]);
});

test('no batch is larger than a hundred', async () => {
  const { groups, queue, next } = setUp();
  const items = Array.from({ length: 250 }, (_, i) => `${i}`);
  await all(
    items.map((item) => queue.submit('v', item)),
    next,
    groups,
  );
  expect(groups.map(({ length }) => length)).toEqual([1, 100, 100, 49]);
  expect(groups.flat()).toEqual(items);
});

test('an item with its own error fails alone', async () => {
  const { groups, queue, next } = setUp();
  const items = ['a', 'b', 'refused', 'c'].map((item) => queue.submit('v', item));
  expect(await all(items, next, groups)).toEqual(['A', 'B', 'refused', 'C']);
});

test('an item that the database can’t store fails alone: the others are written one by one', async () => {
  const { groups, queue, next } = setUp();
  const items = ['a', 'b', 'unfit', 'c'].map((item) => queue.submit('v', item));
  expect(await all(items, next, groups)).toEqual(['A', 'B', 'unfit', 'C']);
  expect(groups).toEqual([['a'], ['b', 'unfit', 'c'], ['b'], ['unfit'], ['c']]);
});

test('while the database is away all waiting items fail at once, and the next one is attempted', async () => {
  const { groups, queue, next } = setUp();
  const items = ['away', 'b', 'c'].map((item) => queue.submit('v', item));
  expect(await all(items, next, groups)).toEqual(['away', 'away', 'away']);
  expect(groups).toEqual([['away']]);
  expect(await all([queue.submit('v', 'd')], next, groups.slice(0, 1))).toEqual(['D']);
});

test('the metrics get the number of waiting items, and the seconds of each item of a batch', async () => {
  let queue = { waiting: 0 };
  const done: number[][] = [];
  const opened: PromiseWithResolvers<void>[] = [];
  const writes = new GroupCommit<string, string>(
    async (_key, items) => {
      await (opened[opened.length] = Promise.withResolvers<void>()).promise;
      if (items.includes('away')) throw new Error('away');
      return items;
    },
    {
      measure: (measured) => {
        queue = measured;
        return (seconds) => void done.push(seconds);
      },
    },
  );
  const first = [writes.submit('v', 'a'), writes.submit('v', 'b'), writes.submit('v', 'c')];
  expect(queue.waiting).toBe(2);
  opened[0]!.resolve();
  await vi.waitUntil(() => opened[1], PATIENCE);
  expect([queue.waiting, done.length]).toEqual([0, 1]);
  opened[1]!.resolve();
  await Promise.all(first);
  expect(done.map(({ length }) => length)).toEqual([1, 2]);
  expect(done.flat().every((seconds) => seconds >= 0 && seconds < 5)).toBe(true);
  const lost = writes.submit('v', 'away');
  opened[2]!.resolve();
  await expect(lost).rejects.toThrow('away');
  expect(done).toHaveLength(2);
});
