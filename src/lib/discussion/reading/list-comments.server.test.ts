import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import type { Actor } from '#lib/actor.ts';
import type { CommentView } from '#lib/live/events.ts';
import { registry } from '#lib/metrics/metrics.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { FIRST_REPLIES, MAX_DEPTH, SORTS } from '#lib/discussion/comment.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { listChanges } from './list-changes.server.ts';
import { listComments, listReplies, threadAround } from './list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { saveRatings } from '#lib/discussion/ratings/save-ratings.store.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';

await freshDatabase({ limits: 'off' });

let now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let grace: Actor;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
});
beforeEach(() => {
  // An hour between tests, so that two tests may post the same text.
  now = new Date(now.getTime() + 60 * 60 * 1000);
  context = { actor: null, now };
});

async function post(slug: string, body: string, parentId?: string): Promise<CommentView> {
  return (await postComment(slug, { body, parentId, nonce: randomUUID() }, { actor: ada, now })).comment;
}

let context = { actor: null, now };

describe('the pages of a thread', () => {
  test.each(SORTS)('sorted by %s contain every top-level comment once', async (sort) => {
    const { slug } = await publish(`Pages by ${sort}`);
    for (let i = 0; i < 7; i++) {
      const { id } = await post(slug, `No. ${i}.`);
      if (i % 3 === 0) await rateComment(id, i > 3, { actor: grace, now });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listComments(slug, { sort, cursor, limit: 2 }, context);
      seen.push(...page.items.map(({ body }) => body!));
      cursor = page.next ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    if (sort === 'newest') expect(seen[0]).toBe('No. 6.');
    if (sort === 'oldest') expect(seen[0]).toBe('No. 0.');
    if (sort === 'top') expect([seen[0], seen[6]]).toEqual(['No. 6.', 'No. 0.']);
  });

  test('are in the order of common ground without a requested one, from ten votes on each side; a cursor keeps its order', async () => {
    const { slug, id: verdictId, claims } = await publish('The usual order');
    for (const body of ['a', 'b', 'c']) await post(slug, body);
    const order = async (cursor?: string) => {
      const { items, next } = await listComments(slug, { cursor, limit: 2 }, context);
      return { next: next ?? undefined, seen: items.map(({ body }) => body).join('') };
    };
    await db().comment.updateMany({ where: { verdictId, body: 'a' }, data: { groundScore: 0.9 } });
    const decoded = async (sort: (typeof SORTS)[number]) =>
      Buffer.from((await listComments(slug, { sort, limit: 1 }, context)).next!, 'base64url').toString();
    expect(await decoded('common-ground')).toMatch(/^\{"path":"[0-9a-f]{8}","score":0\}$/);
    const headline = { where: { id: claims[0]!.id } };
    await db().claim.update({ ...headline, data: { agree: 40, disagree: 9 } });
    const newest = await order();
    expect(newest.seen).toBe('cb');
    await db().claim.update({ ...headline, data: { disagree: 10 } });
    const ground = await order();
    expect(ground.seen).toBe('ac');
    expect((await order(newest.next)).seen).toBe('a');
    await db().claim.update({ ...headline, data: { agree: 0 } });
    expect((await order(ground.next)).seen).toBe('b');
  });

  test('contain the first replies in reading order, and a cursor for the others', async () => {
    const { slug } = await publish('Replies');
    const top = await post(slug, 'Top.');
    const first = await post(slug, 'r0', top.id);
    for (let i = 1; i < FIRST_REPLIES + 5; i++) await post(slug, `r${i}`, top.id);
    await post(slug, 'r0.0', first.id);
    const { items, moreReplies } = await listComments(slug, { sort: 'newest', limit: 50 }, context);
    expect(items.map(({ body }) => body).slice(0, 4)).toEqual(['Top.', 'r0', 'r0.0', 'r1']);
    expect(items).toHaveLength(1 + FIRST_REPLIES);
    const rest = await listReplies(top.id, { cursor: moreReplies[top.id], limit: 100 }, context);
    const all = [...items.slice(1), ...rest.items].map(({ body }) => body);
    expect(all).toHaveLength(FIRST_REPLIES + 6);
    expect(new Set(all).size).toBe(all.length);
    expect([rest.next, rest.following]).toEqual([null, null]);
    expect((await listReplies(first.id, { limit: 100 }, context)).items.map(({ body }) => body)).toEqual([
      'r0.0',
    ]);
  });

  test('say how many replies follow, and below which comment the first of them is', async () => {
    const verdict = await publish('Counted replies');
    const top = await post(verdict.slug, 'Top.');
    const first = await post(verdict.slug, 'First.', top.id);
    for (let i = 0; i < FIRST_REPLIES + 2; i++) await post(verdict.slug, `Below ${i}.`, first.id);
    await post(verdict.slug, 'Second.', top.id);
    const page = await listComments(verdict.slug, { sort: 'newest', limit: 50 }, context);
    expect(page.following).toEqual({ [top.id]: { parentId: first.id, count: 4 } });
    const cursor = page.moreReplies[top.id]!;
    const next = await listReplies(top.id, { cursor, limit: 2 }, context);
    expect(next.following).toEqual({ parentId: first.id, count: 2 - 1 + 1 });
    // The address that “4 more replies” has without scripts.
    const { items } = await threadAround(verdict, { id: top.id, cursor }, context);
    const texts = items.map(({ body }) => body);
    expect([texts.slice(0, 2), texts.at(-1), texts.length]).toEqual([
      ['Top.', 'First.'],
      'Second.',
      2 + 1 + 4,
    ]);
  });

  test('at a permalink show the comment with its ancestors and replies only', async () => {
    const verdict = await publish('Permalink');
    const top = await post(verdict.slug, 'Top.');
    const middle = await post(verdict.slug, 'Middle.', top.id);
    await post(verdict.slug, 'Beside.', top.id);
    const leaf = await post(verdict.slug, 'Leaf.', middle.id);
    await post(verdict.slug, 'Below.', leaf.id);
    const { items } = await threadAround(verdict, { id: leaf.id }, context);
    expect(items.map(({ body }) => body)).toEqual(['Top.', 'Middle.', 'Leaf.', 'Below.']);
    const other = await publish('Elsewhere');
    await expect(threadAround(other, { id: leaf.id }, context)).rejects.toMatchObject({
      code: 'comment-not-found',
    });
  });

  test('at a permalink at the greatest depth show what the comment answers and what answers it', async () => {
    const verdict = await publish('Deep permalink');
    let last = await post(verdict.slug, 'Level 0.');
    for (let depth = 1; depth <= MAX_DEPTH; depth++)
      last = await post(verdict.slug, `Level ${depth}.`, last.id);
    const asked = await post(verdict.slug, 'Why?', last.id);
    await post(verdict.slug, 'Beside it.', last.id);
    const answer = await post(verdict.slug, 'Because.', asked.id);
    await post(verdict.slug, 'I see.', answer.id);
    const { items } = await threadAround(verdict, { id: answer.id }, context);
    const levels = Array.from({ length: MAX_DEPTH + 1 }, (_, depth) => `Level ${depth}.`);
    expect(items.map(({ body }) => body)).toEqual([...levels, 'Why?', 'Because.', 'I see.']);
  });

  test('at the permalink of a comment that is gone say what happened to it, without its text', async () => {
    const verdict = await publish('Gone permalink');
    const top = await post(verdict.slug, 'Top.');
    const gone = await post(verdict.slug, 'Never mind.', top.id);
    await withdrawComment(gone.id, { actor: ada, now });
    const { items } = await threadAround(verdict, { id: gone.id }, context);
    expect(items.map(({ id, status, body, html, author }) => [id, status, body, html, author])).toEqual([
      [top.id, 'visible', 'Top.', expect.any(String), expect.anything()],
      [gone.id, 'withdrawn', null, null, null],
    ]);
    expect((await listComments(verdict.slug, { sort: 'newest', limit: 5 }, context)).items).toHaveLength(1);
  });

  test('refuse a cursor of another list', async () => {
    const { slug } = await publish('Cursor');
    await expect(
      listComments(slug, { sort: 'newest', cursor: 'junk', limit: 5 }, context),
    ).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('the changes since a seq', () => {
  test('are counted in the metrics as whole, part or reset', async () => {
    const counted = async () => {
      const { values } = await registry().getSingleMetric('live_resyncs_total')!.get();
      return values.map(({ value }) => value);
    };
    const { slug } = await publish('Counted');
    await post(slug, 'A.');
    const before = await counted();
    await listChanges(slug, { since: 0 }, context);
    await listChanges(slug, { since: 99 }, context);
    expect((await counted()).map((value, i) => value - before[i]!)).toEqual([1, 0, 1]);
  });

  test('contain each changed comment once, as it is now', async () => {
    const { slug } = await publish('Changes');
    const a = await post(slug, 'A.');
    const b = await post(slug, 'B.');
    await editComment(a.id, { body: 'A, edited.', version: 1 }, { actor: ada, now });
    await withdrawComment(b.id, { actor: ada, now });
    const answer = await listChanges(slug, { since: 1 }, context);
    expect(answer).toMatchObject({ seq: 4, more: false, reset: false, total: 1 });
    expect(answer.comments.map(({ body, status, seq }) => [body, status, seq])).toEqual([
      ['A, edited.', 'visible', 3],
      [null, 'withdrawn', 4],
    ]);
    expect(JSON.stringify(answer)).not.toContain('B.');
  });

  test('are empty for an up-to-date client, and ask a client with an unknown seq to reload', async () => {
    const { slug } = await publish('Nothing new');
    await post(slug, 'A.');
    expect(await listChanges(slug, { since: 1 }, context)).toMatchObject({
      seq: 1,
      comments: [],
      reset: false,
    });
    expect(await listChanges(slug, { since: 99 }, context)).toMatchObject({ seq: 1, reset: true });
  });

  test('never end in the middle of a change', async () => {
    const { slug } = await publish('Long absence');
    const top = await post(slug, 'Top.');
    for (let i = 0; i < 250; i++) await post(slug, `r${i}`, top.id);
    const seen = new Map<string, number>();
    let since = 0;
    for (let more = true; more;) {
      const answer = await listChanges(slug, { since }, context);
      for (const { id, seq } of answer.comments) seen.set(id, seq);
      expect(answer.seq).toBeGreaterThan(since);
      ({ seq: since, more } = answer);
    }
    expect(since).toBe(251);
    expect(seen.size).toBe(251);
    expect(seen.get(top.id)).toBe(251);
  });

  test('contain a rating that was committed just after its comment was withdrawn', async () => {
    const { slug, id: verdictId } = await publish('Rated too late');
    const [a, gone] = [await post(slug, 'A.'), await post(slug, 'Gone.')];
    await post(slug, 'B.', a.id);
    for (const { id } of [a, gone]) await withdrawComment(id, { actor: ada, now });
    const times = burstTimes(now, true);
    const late = (commentId: string) => ({ commentId, userId: grace.id, helpful: true, ...times });
    await saveRatings(verdictId, [late(a.id), late(gone.id)]);
    const { ratings } = await listChanges(slug, { since: 5, tally: 0 }, context);
    expect(ratings).toEqual([
      { comment: a.id, helpful: 1, notHelpful: 0, counted: 1, commonGround: false, changedMinds: 0 },
    ]);
  });

  test('contain the ratings that changed since, and only those', async () => {
    const { slug } = await publish('Ratings');
    const a = await post(slug, 'A.');
    const b = await post(slug, 'B.');
    await rateComment(a.id, true, { actor: grace, now });
    const { tally } = await listChanges(slug, { since: 2, tally: 0 }, context);
    await rateComment(b.id, false, { actor: grace, now });
    expect(await listChanges(slug, { since: 2, tally }, context)).toMatchObject({
      comments: [],
      ratings: [{ comment: b.id, helpful: 0, notHelpful: 1 }],
    });
  });
});
