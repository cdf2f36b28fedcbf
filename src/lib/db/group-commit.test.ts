import { expect, test, vi } from 'vitest';
import { GroupCommit } from './group-commit.ts';
import { PATIENCE } from '../../../tests/support/patience.ts';

/** Writes when told to, so that a test decides what is under way. */
function gate() {
  const groups: string[][] = [];
  const open: (() => void)[] = [];
  const write = async (_key: string, items: string[]) => {
    groups.push(items);
    await new Promise<void>((done) => open.push(done));
    if (items.includes('away')) throw new Error('away');
    if (items.includes('unfit')) throw Object.assign(new Error('unfit'), unfit);
    return items.map((item) => (item === 'refused' ? new Error('refused') : item.toUpperCase()));
  };
  return { groups, line: new GroupCommit(write), next: () => open.shift()!() };
}

/** As Prisma tells of a broken constraint. */
const unfit = { meta: { driverAdapterError: { cause: { originalCode: '23505' } } } };

const settled = async (promises: Promise<string>[]) =>
  (await Promise.allSettled(promises)).map((each) =>
    each.status === 'fulfilled' ? each.value : (each.reason as Error).message,
  );

/** Opens the gate until everybody has an answer. */
async function all(promises: Promise<string>[], next: () => void, groups: string[][]): Promise<string[]> {
  const answers = settled(promises);
  for (let opened = 0; opened < groups.length; opened++) {
    next();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
  return answers;
}

test('who comes alone is written at once, who comes meanwhile goes together with the next', async () => {
  const { groups, line, next } = gate();
  const answers = await all(
    ['a', 'b', 'c'].map((item) => line.submit('v', item)),
    next,
    groups,
  );
  expect(groups).toEqual([['a'], ['b', 'c']]);
  expect(answers).toEqual(['A', 'B', 'C']);
  void line.submit('v', 'd');
  expect(groups.at(-1)).toEqual(['d']);
});

test('keys don’t wait for each other', () => {
  const { groups, line } = gate();
  for (const key of ['v', 'w']) void line.submit(key, key);
  expect(groups).toEqual([['v'], ['w']]);
});

test('no group is larger than a hundred', async () => {
  const { groups, line, next } = gate();
  const items = Array.from({ length: 250 }, (_, i) => `${i}`);
  await all(
    items.map((item) => line.submit('v', item)),
    next,
    groups,
  );
  expect(groups.map(({ length }) => length)).toEqual([1, 100, 100, 49]);
  expect(groups.flat()).toEqual(items);
});

test('what is refused for itself fails alone', async () => {
  const { groups, line, next } = gate();
  const items = ['a', 'b', 'refused', 'c'].map((item) => line.submit('v', item));
  expect(await all(items, next, groups)).toEqual(['A', 'B', 'refused', 'C']);
});

test('what the database can’t store fails alone: the others are written one by one', async () => {
  const { groups, line, next } = gate();
  const items = ['a', 'b', 'unfit', 'c'].map((item) => line.submit('v', item));
  expect(await all(items, next, groups)).toEqual(['A', 'B', 'unfit', 'C']);
  expect(groups).toEqual([['a'], ['b', 'unfit', 'c'], ['b'], ['unfit'], ['c']]);
});

test('where the database is away, everybody who waits hears it at once, and the next try is new', async () => {
  const { groups, line, next } = gate();
  const items = ['away', 'b', 'c'].map((item) => line.submit('v', item));
  expect(await all(items, next, groups)).toEqual(['away', 'away', 'away']);
  expect(groups).toEqual([['away']]);
  expect(await all([line.submit('v', 'd')], next, groups.slice(0, 1))).toEqual(['D']);
});

test('who measures a line is told who waits, and of every batch that was done what each item took', async () => {
  let line = { waiting: 0 };
  const done: number[][] = [];
  const opened: PromiseWithResolvers<void>[] = [];
  const batcher = new GroupCommit<string, string>(
    async (_key, items) => {
      await (opened[opened.length] = Promise.withResolvers<void>()).promise;
      if (items.includes('away')) throw new Error('away');
      return items;
    },
    {
      watch: (watched) => {
        line = watched;
        return (seconds) => void done.push(seconds);
      },
    },
  );
  const first = [batcher.submit('v', 'a'), batcher.submit('v', 'b'), batcher.submit('v', 'c')];
  expect(line.waiting).toBe(2);
  opened[0]!.resolve();
  await vi.waitUntil(() => opened[1], PATIENCE);
  expect([line.waiting, done.length]).toEqual([0, 1]);
  opened[1]!.resolve();
  await Promise.all(first);
  expect(done.map(({ length }) => length)).toEqual([1, 2]);
  expect(done.flat().every((seconds) => seconds >= 0 && seconds < 5)).toBe(true);
  const lost = batcher.submit('v', 'away');
  opened[2]!.resolve();
  await expect(lost).rejects.toThrow('away');
  expect(done).toHaveLength(2);
});
