// What the database keeps of the camps: the same formulas, moved with every vote and rating, shown at every tenth rating.
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { saveRatings } from '#lib/discussion/ratings/save-ratings.store.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { checkEverything } from '#lib/moderation/ledger/check.server.ts';
import { burstTimes } from '#lib/standing/burst.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import type { Stance, VerdictView } from '#lib/verdicts/verdict-view.ts';
import { saveVotes } from '#lib/votes/save-votes.store.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { queriesOf } from '../../../tests/support/queries.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { verdictText } from '../../../tests/support/verdict-text.ts';
import { hasBadge } from './badge.ts';
import { recomputeCommonGround } from './recompute.server.ts';
import { campScore, groundScore, sideScore } from './score.ts';
import { shownAfter } from './shown.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T14:00:00Z');
const times = burstTimes(now, false);
let author: Actor;
let linus: Actor;
let readers: Actor[];
let verdict: VerdictView;
let comment: string;
let part = 0;

beforeAll(async () => {
  author = await enter('author');
  linus = await enter('linus', 'admin');
  readers = await Promise.all(Array.from({ length: 24 }, (_, i) => enter(`reader-${i}`)));
});

beforeEach(async () => {
  verdict = await publish(`On camps, part ${++part}`);
  comment = await post(`No. ${part}.`);
});

const post = async (body: string) =>
  (await postComment(verdict.slug, { body, nonce: randomUUID() }, { actor: author, now })).comment.id;
const vote = (from: number, to: number, stance: Stance | null, claim = verdict.claims[0]!.id) =>
  saveVotes(
    verdict.id,
    readers.slice(from, to).map(({ id: userId }) => ({ userId, claimId: claim, stance, ...times })),
  );
const rate = (from: number, to: number, helpful: boolean | null, commentId = comment) =>
  saveRatings(
    verdict.id,
    readers.slice(from, to).map(({ id: userId }) => ({ userId, commentId, helpful, ...times })),
  );
const stored = (id = comment) => db().comment.findUniqueOrThrow({ where: { id } });
const countsOf = async (id = comment) => {
  const row = await stored(id);
  return [row.agreeHelpful, row.agreeNotHelpful, row.disagreeHelpful, row.disagreeNotHelpful];
};
const noDifference = async () => expect(await checkEverything()).toMatchObject({ differences: [] });

test('the functions of the database are the formulas', async () => {
  const numbers = [0, 1, 2, 3, 4, 9, 60, 2000];
  const grid = numbers.flatMap((a) =>
    numbers.flatMap((b) => [0, 2, 5, 700].flatMap((c) => [0, 3, 40].map((d) => [a, b, c, d] as const))),
  );
  const rows = await db().$queryRaw<
    {
      shown: [number, number, number, number];
      more: number;
      score: number;
      camps: number;
      side: number | null;
      badges: boolean[];
      due: boolean;
    }[]
  >`
    SELECT shown, more, ground_score(shown[1] + shown[3] + more, shown[2] + shown[4] + more, shown, 7 * more, more) AS score,
      ground_camps(shown) AS camps, ground_side(shown[1], shown[2]) AS side,
      ARRAY[ground_badge(shown, false), ground_badge(shown, true)] AS badges, ground_is_due(shown, more * 2) AS due
    FROM (SELECT (SELECT array_agg(n::int) FROM jsonb_array_elements_text(each.value->'shown') n) AS shown,
      (each.value->>'more')::int AS more
    FROM jsonb_array_elements(${JSON.stringify(grid.map((shown, i) => ({ shown, more: i % 23 })))}::jsonb) each) given`;
  expect(rows).toHaveLength(grid.length);
  for (const {
    shown: [a, b, c, d],
    more,
    ...found
  } of rows) {
    const camps = { agree: { helpful: a, notHelpful: b }, disagree: { helpful: c, notHelpful: d } };
    const all = { helpful: a + c + more, notHelpful: b + d + more };
    expect(found.score).toBeCloseTo(groundScore({ ...camps, all }, { born: 7 * more, credits: more }), 10);
    expect(found.camps).toBeCloseTo(campScore(camps), 10);
    expect(found.side ?? -1).toBeCloseTo(sideScore(camps.agree) ?? -1, 10);
    expect(found.badges).toEqual([hasBadge(camps, false), hasBadge(camps, true)]);
    const none = { helpful: 0, notHelpful: 0 };
    const exact = { agree: { helpful: 2 * more, notHelpful: 0 }, disagree: none };
    expect(found.due).toBe(shownAfter(camps, exact) === exact);
  }
});

test('a rating counts for its reader’s camp, and moves when the reader changes or withdraws the vote', async () => {
  await vote(0, 3, 'agree');
  await vote(3, 5, 'disagree');
  // The last two are in neither camp; nor is a vote on another claim.
  await vote(5, 7, 'agree', verdict.claims[1]!.id);
  await rate(0, 2, true);
  await rate(2, 6, false);
  expect(await countsOf()).toEqual([2, 1, 0, 2]);
  await vote(0, 1, 'disagree');
  await vote(3, 4, null);
  await vote(5, 6, 'disagree');
  expect(await countsOf()).toEqual([1, 1, 1, 2]);
  await rate(0, 1, null);
  expect(await countsOf()).toEqual([1, 1, 0, 2]);
  await noDifference();
});

test('a vote moves all ratings of a reader who rated more comments than one step holds, and none on other verdicts', async () => {
  const elsewhere = { verdict, comment };
  await rate(0, 1, true);
  verdict = await publish(`On many ratings, part ${++part}`);
  await db().$executeRaw`
    INSERT INTO comments (id, verdict_id, author_id, depth, path, body, html, renderer, seq)
    SELECT gen_random_uuid(), ${verdict.id}::uuid, ${author.id}::uuid, 0, lpad(to_hex(n), 8, '0'), 'x', 'x', 1, n
    FROM generate_series(1, 1001) n`;
  await db().$executeRaw`UPDATE verdicts SET seq = 1001, comment_count = 1001 WHERE id = ${verdict.id}::uuid`;
  // All at the same time, as a program could send them.
  await db().$executeRaw`
    INSERT INTO ratings (comment_id, user_id, helpful, created_at)
    SELECT id, ${readers[0]!.id}::uuid, true, ${now} FROM comments WHERE verdict_id = ${verdict.id}::uuid`;
  await db().$executeRaw`
    UPDATE comments SET helpful = 1, score = rating_score(1, 0) WHERE verdict_id = ${verdict.id}::uuid`;
  await vote(0, 1, 'disagree');
  const moved = { verdictId: verdict.id, disagreeHelpful: 1, agreeHelpful: 0 };
  expect(await db().comment.count({ where: moved })).toBe(1001);
  expect(await countsOf(elsewhere.comment)).toEqual([0, 0, 0, 0]);
  await noDifference();
});

test('one rating costs two statements, and a vote of a reader without ratings on its verdict no more', async () => {
  await vote(0, 1, 'agree');
  const statements = async (act: () => Promise<unknown>) => {
    const { queries } = await queriesOf(act);
    return queries.filter((sql) => !/^(BEGIN|COMMIT)/.test(sql));
  };
  expect(await statements(() => rate(0, 1, true))).toHaveLength(2);
  expect(await statements(() => vote(23, 24, 'agree'))).toHaveLength(2);
  // Nor of one who rated on other verdicts only.
  verdict = await publish(`On another one, part ${++part}`);
  expect(await statements(() => vote(0, 1, 'agree'))).toHaveLength(2);
});

test('what derives from the camps is computed at every tenth of their ratings, and not again when one comes and goes', async () => {
  await vote(0, 12, 'agree');
  await vote(12, 24, 'disagree');
  await rate(0, 4, true);
  await rate(12, 17, true);
  const before = await stored();
  expect(before).toMatchObject({ groundBadge: false, agreeScore: null, disagreeScore: null });
  await rate(17, 18, false);
  const tenth = await stored();
  expect(tenth).toMatchObject({ groundBadge: true, agreeScore: sideScore({ helpful: 4, notHelpful: 0 }) });
  expect(tenth.groundScore).toBeCloseTo(Math.sqrt(tenth.agreeScore! * tenth.disagreeScore!), 12);
  const shown = ({ groundScore, groundBadge, agreeScore, disagreeScore }: typeof tenth) => ({
    ...{ groundScore, groundBadge, agreeScore, disagreeScore },
  });
  // The rest rate, one withdraws and rates again, one changes sides: nothing that readers see changes.
  await rate(4, 12, false);
  await rate(18, 19, false);
  await vote(0, 1, 'disagree');
  for (const helpful of [null, false]) {
    await rate(17, 18, helpful);
    expect(shown(await stored())).toEqual(shown(tenth));
  }
  await rate(19, 20, false);
  expect((await stored()).groundBadge).toBe(false);
  await noDifference();
});

test('a comment that the factorization finds one-sided has no badge, from the next ten ratings on', async () => {
  const factor = (commentId: string, groundFactor: number) => {
    const found = { groundFactor, groundIntercept: 0.5, computedAt: now };
    return db().commentFactors.upsert({
      where: { commentId },
      create: { commentId, ...found },
      update: found,
    });
  };
  const tenOf = async (from: number, id: string) => {
    await rate(from, from + 5, true, id);
    await rate(from + 12, from + 17, true, id);
    return (await stored(id)).groundBadge;
  };
  const other = await post('Found one-sided at first.');
  await vote(0, 12, 'agree');
  await vote(12, 24, 'disagree');
  await factor(other, -0.5);
  expect([await tenOf(0, comment), await tenOf(0, other)]).toEqual([true, false]);
  await factor(comment, 0.7);
  await factor(other, 0.49);
  await rate(10, 12, true);
  expect([(await stored()).groundBadge, (await stored(other)).groundBadge]).toEqual([true, false]);
  await noDifference();
  expect([await tenOf(5, comment), await tenOf(5, other)]).toEqual([false, true]);
  await noDifference();
});

test('a badge reaches readers: in the comment, with the rating that earned it, and when a vote gives it', async () => {
  const context = { actor: null, now };
  await vote(0, 5, 'agree');
  await vote(5, 9, 'disagree');
  const [moved] = [await post('Moved by a vote.')];
  for (const id of [comment, moved]) await rate(0, 9, true, id);
  expect(await findComment(comment, context)).not.toHaveProperty('commonGround');
  const [rated] = await saveRatings(verdict.id, [
    { userId: readers[9]!.id, commentId: comment, helpful: true, ...times },
    { userId: readers[9]!.id, commentId: moved, helpful: true, ...times },
  ]);
  // In neither camp: nine of its ratings count.
  expect(rated!.tally.commonGround).toBe(false);
  const { tally } = await listChanges(verdict.slug, { since: 2, tally: 0 }, context);
  const [cast] = await vote(9, 10, 'disagree');
  expect(cast!.ratings.map((each) => [each.comment, each.commonGround]).toSorted()).toEqual(
    [comment, moved].map((id) => [id, true]).toSorted(),
  );
  expect(await findComment(comment, context)).toMatchObject({ commonGround: true });
  const { ratings } = await listChanges(verdict.slug, { since: 2, tally }, context);
  expect(ratings).toHaveLength(2);
  expect(ratings).toContainEqual(expect.objectContaining({ comment, commonGround: true }));
  // A vote that gives or takes no badge names no comment.
  const [back] = await vote(9, 10, null);
  expect(back!.ratings).toEqual([]);
  await noDifference();
});

test('recomputing finds what differs, corrects it, and then finds nothing', async () => {
  await vote(0, 6, 'agree');
  await vote(6, 12, 'disagree');
  await rate(0, 12, true);
  const other = await post('Another.');
  const before = await stored();
  const run = (correct: boolean) => recomputeCommonGround({ correct });
  const { comments } = await run(false);
  expect(comments).toBe(await db().comment.count());
  expect(await run(true)).toEqual({ comments, differing: 0 });
  await db().comment.update({ where: { id: comment }, data: { agreeHelpful: 700, disagreeScore: 0.1 } });
  await db().comment.update({ where: { id: other }, data: { groundBadge: true } });
  expect((await checkEverything()).differences.map(({ id }) => id)).toEqual(
    expect.arrayContaining([comment, other]),
  );
  expect(await run(false)).toEqual({ comments, differing: 2 });
  const { tally } = await listChanges(verdict.slug, { since: 2, tally: 0 }, { actor: null, now });
  expect(await run(true)).toEqual({ comments, differing: 2 });
  const { ratings } = await listChanges(verdict.slug, { since: 2, tally }, { actor: null, now });
  expect(ratings!.map((each) => [each.comment, each.commonGround]).toSorted()).toEqual(
    [
      [comment, true],
      [other, false],
    ].toSorted(),
  );
  expect(await run(false)).toEqual({ comments, differing: 0 });
  expect(await stored()).toMatchObject({
    agreeHelpful: 6,
    disagreeScore: before.disagreeScore,
    groundBadge: true,
  });
  await noDifference();
});

test('a version with another headline has other camps; when the old headline returns, so do its camps', async () => {
  await vote(0, 5, 'agree');
  await vote(5, 10, 'disagree');
  await rate(0, 10, true);
  expect((await stored()).groundBadge).toBe(true);
  const text = verdictText(verdict.title);
  const edit = (label: string) =>
    editVerdict(
      verdict.slug,
      { read: parseVerdictInput({ text: text.replace(verdict.claims[0]!.label, label) }), note: 'Amended.' },
      { actor: linus, now },
    );
  await edit('Something else entirely.');
  expect(await stored()).toMatchObject({ agreeHelpful: 0, groundBadge: false, groundShown: [0, 0, 0, 0] });
  await noDifference();
  const { tally } = await listChanges(verdict.slug, { since: 1, tally: 0 }, { actor: null, now });
  await edit(verdict.claims[0]!.label);
  expect(await stored()).toMatchObject({ agreeHelpful: 5, disagreeHelpful: 5, groundBadge: true });
  // Open pages learn of a badge that is back.
  const { ratings } = await listChanges(verdict.slug, { since: 1, tally }, { actor: null, now });
  expect(ratings).toMatchObject([{ comment, commonGround: true }]);
  await noDifference();
});
