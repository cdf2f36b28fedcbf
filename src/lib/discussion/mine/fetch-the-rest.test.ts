import { afterEach, expect, test, vi } from 'vitest';
import { withTheRest } from './fetch-the-rest.ts';
import { MAX_IDS } from './mine-address.ts';
import type { VerdictMine } from './mine-view.ts';

afterEach(() => void vi.unstubAllGlobals());

const mineOf = (comment: string) => ({ ratings: [{ comment, helpful: true }], comments: [] });

test('a page with more comments than one request may name asks for the others too', async () => {
  const asked: string[][] = [];
  vi.stubGlobal('fetch', (address: string) => {
    const ids = address.split('comments=')[1]!.split(',');
    asked.push(ids);
    return Promise.resolve(Response.json(mineOf(ids[0]!)));
  });
  const ids = Array.from({ length: 2 * MAX_IDS + 1 }, (_, i) => String(i));
  const { ratings } = await withTheRest(mineOf('0') as unknown as VerdictMine, 'v', ids);
  expect(asked.flat()).toEqual(ids.slice(MAX_IDS));
  expect(ratings.map(({ comment }) => comment)).toEqual(['0', String(MAX_IDS), String(2 * MAX_IDS)]);
});
