import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db, pool } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import type { Sort } from '#lib/discussion/comment.ts';
import type { CommentView } from '#lib/live/events.ts';
import { findVerdictMine } from '#lib/discussion/mine/find-verdict-mine.server.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { decideOn } from '../../../../tests/support/moderation.ts';
import { enter } from '../../../../tests/support/cast.ts';
import { freshDatabase } from '../../../../tests/support/database.ts';
import { publish } from '../../../../tests/support/verdict.ts';
import { addWord } from '#lib/words/add-word.server.ts';
import { newCountsOf, newCountsSince } from './count-new-comments.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { listTakenPart } from './list-taken-part.server.ts';
import { listNewComments } from './list-new-comments.server.ts';
import { markRead } from './mark-read.server.ts';
import { COUNTED_NEW } from './new-comments.ts';
import { newComments } from './read-position.store.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let ada: Actor, grace: Actor, mary: Actor, linus: Actor;
let slug: string, verdictId: string;
let made = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
  await addWord({ text: 'casino', kind: 'word', action: 'hold', note: null }, { actor: linus, now });
});
beforeEach(async () => {
  ({ slug, id: verdictId } = await publish(`What is new, part ${(made += 1)}`));
});

async function post(
  actor: Actor,
  parentId?: string,
  body = `A point, no. ${(made += 1)}.`,
): Promise<CommentView> {
  return (await postComment(slug, { body, parentId, nonce: randomUUID() }, { actor, now })).comment;
}
const head = async () => (await db().verdict.findUniqueOrThrow({ where: { slug } })).seq;
const read = (actor: Actor, seq: number, more: { section?: string; at?: Date } = {}) =>
  markRead(slug, { seq, section: more.section }, { actor, now: more.at ?? now });
const positionOf = async (actor: Actor) => (await findVerdictMine(slug, [], { actor, now })).read;
const newTo = async (actor: Actor | null, since: number, sort: Sort = 'newest') =>
  (await listNewComments(slug, { since, sort }, { actor })).items.map(({ id }) => id);

describe('a position', () => {
  test('is none before the first visit, and then moves forward only, up to the newest comment', async () => {
    const [first] = [await post(grace), await post(grace), await post(grace)];
    expect(await positionOf(ada)).toBeNull();
    await read(ada, first.born);
    expect(await positionOf(ada)).toMatchObject({ seq: first.born, count: 2 });
    const later = new Date(now.getTime() + 1000);
    await read(ada, first.born - 1, { at: later });
    expect(await positionOf(ada)).toMatchObject({ seq: first.born, at: now.toISOString(), count: 2 });
    await read(ada, 2 ** 31 - 1, { at: later });
    expect(await positionOf(ada)).toEqual({
      seq: await head(),
      opened: false,
      at: later.toISOString(),
      section: null,
      count: 0,
    });
    expect(await positionOf(grace)).toBeNull();
  });

  test('keeps the last section of the verdict that was read', async () => {
    await post(grace);
    await read(ada, 1, { section: 's-2' });
    await read(ada, 1);
    expect(await positionOf(ada)).toMatchObject({ seq: 1, section: 's-2' });
    await read(ada, 0, { section: 's-3' });
    expect(await positionOf(ada)).toMatchObject({ seq: 1, section: 's-3' });
  });

  test('is for readers with an account, of a verdict that they see', async () => {
    await expect(markRead(slug, { seq: 1 }, { actor: null, now })).rejects.toMatchObject({
      code: 'sign-in-first',
    });
    await expect(markRead('nowhere', { seq: 1 }, { actor: ada, now })).rejects.toMatchObject({
      code: 'verdict-not-found',
    });
    await db().verdict.update({ where: { slug }, data: { state: 'unpublished' } });
    await expect(read(ada, 1)).rejects.toMatchObject({ code: 'verdict-not-found' });
    await expect(listNewComments(slug, { since: 0, sort: 'newest' }, { actor: ada })).rejects.toMatchObject({
      code: 'verdict-not-found',
    });
    expect(await newCountsSince([{ slug, seq: 0 }])).toEqual([]);
  });
});

describe('new to a reader', () => {
  test('are visible comments of others, in reading order; an edit doesn’t make a comment new again', async () => {
    const [old, other] = [await post(grace), await post(grace)];
    const since = await head();
    await read(ada, since);
    const late = await post(grace, other.id);
    const early = await post(grace, old.id);
    const [own, gone] = [await post(ada), await post(grace)];
    const below = await post(mary, early.id);
    const root = await post(mary);
    await withdrawComment(gone.id, { actor: grace, now });
    await editComment(old.id, { body: 'Edited after reading.', version: 1 }, { actor: grace, now });
    await editComment(late.id, { body: 'Edited before reading.', version: 1 }, { actor: grace, now });
    expect(await newTo(ada, since)).toEqual([root, late, early, below].map(({ id }) => id));
    expect(await newTo(ada, since, 'oldest')).toEqual([early, below, late, root].map(({ id }) => id));
    expect(await positionOf(ada)).toMatchObject({ count: 4 });
    expect(await newTo(null, since)).toContain(own.id);
    expect(await newCountsOf(ada, [slug, 'nowhere'])).toEqual([{ slug, count: 4 }]);
    expect(await newCountsOf(mary, [slug])).toEqual([]);
    await db().block.create({ data: { userId: ada.id, blockedId: mary.id } });
    expect(await newTo(ada, since)).toEqual([late.id, early.id]);
    expect(await positionOf(ada)).toMatchObject({ count: 2 });
    await db().block.deleteMany();
    expect(await newCountsSince([{ slug, seq: since }])).toEqual([{ slug, count: 5 }]);
  });

  test('is a comment that a moderator lets in after the reader has read later ones', async () => {
    const held = await post(grace, undefined, `Come to the casino, no. ${made}.`);
    expect(held.status).toBe('pending');
    await post(mary);
    await read(ada, await head());
    expect(await newTo(ada, await head())).toEqual([]);
    const since = await head();
    const { id } = await db().case.findFirstOrThrow({ where: { commentId: held.id } });
    await decideOn(id, { kind: 'let_in' }, { actor: mary, now });
    expect(await newTo(ada, since)).toEqual([held.id]);
    expect(await positionOf(ada)).toMatchObject({ count: 1 });
  });
});

test('the verdicts a reader took part in are those they commented, voted or rated on, or follow', async () => {
  const mallory = await enter('mallory');
  const verdicts = [];
  for (let i = 0; i < 5; i++) verdicts.push(await publish(`Taken part in, no. ${(made += 1)}`));
  const [commented, voted, rated, followed] = verdicts;
  const context = { actor: mallory, now };
  const list = async () =>
    (await listTakenPart({ sort: 'newest', limit: 20, cursor: undefined }, mallory, () => 0)).items.map(
      (item) => item.slug,
    );
  expect(await list()).toEqual([]);
  await postComment(commented!.slug, { body: 'Mine.' }, context);
  await castVote(voted!.claims[0]!.id, 'agree', context);
  const { comment } = await postComment(rated!.slug, { body: 'Theirs.' }, { actor: grace, now });
  await rateComment(comment.id, true, context);
  await db().follow.create({
    data: { userId: mallory.id, targetId: followed!.id, kind: 'verdict', level: 'follow' },
  });
  expect((await list()).sort()).toEqual(
    verdicts
      .slice(0, 4)
      .map((verdict) => verdict.slug)
      .sort(),
  );
});

describe('many new comments', () => {
  /** Root comments of grace, created by the seqs 1 to `count`. */
  async function fill(count: number): Promise<void> {
    await db().$executeRaw`
      INSERT INTO comments (id, verdict_id, author_id, depth, path, body, html, renderer, seq)
      SELECT gen_random_uuid(), ${verdictId}::uuid, ${grace.id}::uuid, 0, lpad(to_hex(n), 8, '0'), 'x', '<p>x</p>', 1, n
      FROM generate_series(1, ${count}) n`;
    await db().verdict.update({ where: { slug }, data: { seq: count, commentCount: count } });
  }

  test('are counted up to a hundred and listed from the oldest, so that a reader gets to all of them', async () => {
    await fill(2 * COUNTED_NEW + 1);
    await read(ada, 0);
    expect(await positionOf(ada)).toMatchObject({ count: COUNTED_NEW });
    const seen = new Set<string>();
    let since = 0;
    for (const rest of [true, true, false]) {
      const { items, upTo, more } = await listNewComments(slug, { since, sort: 'newest' }, { actor: ada });
      expect(more).toBe(rest);
      for (const { id } of items) seen.add(id);
      since = upTo;
    }
    expect([seen.size, since]).toEqual([2 * COUNTED_NEW + 1, 2 * COUNTED_NEW + 1]);
  });

  test('cost the same in a thread of any length: only they are read, from their index', async () => {
    await fill(5000);
    await db().$executeRaw`ANALYZE comments`;
    const of = {
      verdict: Prisma.sql`${verdictId}::uuid`,
      reader: Prisma.sql`${ada.id}::uuid`,
      seq: Prisma.sql`${100}::int`,
    };
    const { text, values } = newComments(Prisma.sql`c.id`, of, limitOf(COUNTED_NEW));
    const { rows } = await pool().query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE) ${text}`, values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(new RegExp(`comments_created_idx.* rows=${COUNTED_NEW}[. ]`));
    expect(plan).not.toMatch(/Sort|Seq Scan/);
  });
});
