import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { unpublishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { findTitles } from './find-titles.server.ts';
import { titlesQuery } from './titles-input.ts';

await freshDatabase();

const now = new Date();

test('a link shows the title of a verdict and the first words of a comment, and nothing of what isn’t visible', async () => {
  const [ada, linus] = [await enter('ada'), await enter('linus', 'admin')];
  const { slug } = await publish('On links');
  const input = {
    body: '**First** words, and then [many](https://example.org) more of them in one long line.',
  };
  const { id } = (await postComment(slug, { ...input, nonce: randomUUID() }, { actor: ada, now })).comment;
  const titles = () =>
    findTitles(titlesQuery.parse({ verdicts: `${slug},none`, comments: `${id},${randomUUID()}` }));
  expect(await titles()).toEqual({
    verdicts: [{ slug, title: 'On links' }],
    comments: [{ id, author: 'ada', excerpt: 'First words, and then many more of them in one long line.' }],
  });
  for (const status of ['hidden', 'removed'] as const) {
    await db().comment.update({ where: { id }, data: { status, moderatedStatus: status } });
    expect((await titles()).comments, status).toEqual([]);
  }
  await db().comment.update({ where: { id }, data: { status: 'visible', moderatedStatus: 'visible' } });
  expect((await titles()).comments).toHaveLength(1);
  await withdrawComment(id, { actor: ada, now });
  expect((await titles()).comments).toEqual([]);
  await unpublishVerdict(slug, { actor: linus, now });
  expect(await titles()).toEqual({ verdicts: [], comments: [] });
});

test('a request names up to fifty of each', () => {
  const ids = (count: number) => Array.from({ length: count }, () => randomUUID()).join();
  expect(titlesQuery.safeParse({ comments: ids(50) }).success).toBe(true);
  expect(titlesQuery.parse({})).toEqual({ verdicts: [], comments: [] });
  for (const query of [{ comments: ids(51) }, { comments: 'x' }, { verdicts: 'On Links' }])
    expect(titlesQuery.safeParse(query).success).toBe(false);
});
