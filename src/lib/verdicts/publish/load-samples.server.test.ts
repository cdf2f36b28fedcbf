import { expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { listingInput } from '#lib/verdicts/list/list-input.ts';
import { listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import { loadSamples } from './load-samples.server.ts';

await freshDatabase();

test('eight samples are published, once', async () => {
  expect(await loadSamples()).toEqual({ published: 8 });
  expect(await loadSamples()).toEqual({ published: 0 });
  expect(await db().verdictVersion.count()).toBe(8);
});

test('each is marked as a sample, of an arXiv paper, with claims to vote on, of both shapes', async () => {
  const { items } = await listVerdicts(listingInput.parse({ limit: 100 }));
  expect(items).toHaveLength(8);
  for (const item of items) {
    expect(item).toMatchObject({
      sample: true,
      model: null,
      source: { name: 'arXiv', url: expect.stringMatching(/^https:\/\/arxiv\.org\/abs\/\d{4}\.\d{5}$/) },
    });
    expect(item.classifications.length).toBeGreaterThanOrEqual(2);
  }
  expect(items.filter(({ score }) => score !== null)).toHaveLength(2);
});

test('no sample’s date says more than is known, and the list sorts them by it', async () => {
  const { items } = await listVerdicts(listingInput.parse({ limit: 100 }));
  expect(items.map(({ publishedAt, publishedText }) => publishedAt ?? publishedText)).toEqual([
    '2025-07-12',
    'Jul 2023',
    'May 2023',
    'Apr 2023',
    '2023-03-17',
    'Mar 2023',
    'Feb 2023',
    'Jun 2022',
  ]);
});
