import { isRedirect } from '@sveltejs/kit';
import { beforeAll, describe, expect, test } from 'vitest';
import { openSession, sessionOf } from '#lib/accounts/session.server.ts';
import type { Actor } from '#lib/actor.ts';
import { FIRST_REPLIES, PAGE_SIZE } from '#lib/discussion/comment.ts';
import { db } from '#lib/db/client.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import type { ArticlePart, ArticleSection } from '#lib/verdicts/page/sections-markup.ts';
import { findStands } from '#lib/discussion/where-it-stands/find-stands.server.ts';
import { blockPerson } from '#lib/follows/block-person.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { listChanges } from '#lib/discussion/reading/list-changes.server.ts';
import { listComments } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { CookieJar } from '../../tests/support/cookie-jar.ts';
import { enter } from '../../tests/support/cast.ts';
import { freshDatabase } from '../../tests/support/database.ts';
import { queriesOf } from '../../tests/support/queries.ts';
import { requestEvent } from '../../tests/support/request-event.ts';
import { publish } from '../../tests/support/verdict.ts';
import type { PageServerData } from './v/[slug]/$types';
import { actions, load } from './v/[slug]/+page.server.ts';
import { load as loadHistory } from './v/[slug]/history/[id]/+page.server.ts';
import { load as loadReport } from './v/[slug]/report/[id]/+page.server.ts';

await freshDatabase({ limits: 'off' });

const now = new Date();
let ada: Actor;
let slug: string;
let claim: string;
let deep: string;
const cookies = new CookieJar();

beforeAll(async () => {
  const grace = await enter('grace');
  ada = await enter('ada');
  await openSession(cookies, ada.id);
  const verdict = await publish('On counting');
  slug = verdict.slug;
  claim = verdict.claims[0]!.id;
  for (let i = 0; i < PAGE_SIZE + 2; i++) {
    const { comment } = await postComment(slug, { body: `No. ${i}` }, { actor: grace, now });
    deep = comment.id;
    await postComment(slug, { body: `Reply ${i}`, parentId: comment.id }, { actor: ada, now });
    if (i % 10 === 0) await rateComment(comment.id, true, { actor: ada, now });
  }
  await castVote(claim, 'agree', { actor: ada, now });
});

/** Loads the page as a request does, and counts its queries. */
async function visit(search: string, signedIn: boolean) {
  return queriesOf(async () => {
    const actor = signedIn ? (await sessionOf(cookies))!.actor : null;
    const event = { ...requestEvent({ path: `/v/${slug}${search}`, actor }), params: { slug } };
    return (await load(event as unknown as Parameters<typeof load>[0])) as PageServerData;
  });
}

describe('a verdict’s page with fifty comments and their replies', () => {
  test('costs a reader for whom it is rendered eight queries, and one more on the first visit', async () => {
    expect((await visit('', true)).queries).toHaveLength(9);
    const { result, queries } = await visit('', true);
    expect(result.comments.page.items).toHaveLength(PAGE_SIZE * 2);
    expect(result.comments.page.next).not.toBeNull();
    expect(result.verdict.claims.find(({ id }) => id === claim)!.mine).toBe('agree');
    expect(result.comments.page.items.filter(({ mine }) => mine?.helpful === true).length).toBeGreaterThan(3);
    expect(queries.length, queries.join('\n\n')).toBeLessThanOrEqual(8);
  });

  test('costs an anonymous reader three queries: verdict, comments, and all that is around them', async () => {
    const { queries } = await visit('', false);
    expect(queries.length, queries.join('\n\n')).toBeLessThanOrEqual(3);
  });

  test.each(['?sort=top', '?sort=oldest'])('costs no more in another order: %s', async (search) => {
    const { queries } = await visit(search, true);
    expect(queries.length).toBeLessThanOrEqual(8);
  });

  test('costs ten queries at most at a comment’s own address', async () => {
    const { result, queries } = await visit(`?comment=${deep}`, true);
    expect(result.comments.page.items).toHaveLength(2);
    expect(queries.length, queries.join('\n\n')).toBeLessThanOrEqual(10);
  });
});

test('posting a comment costs four queries, and a reply three more', async () => {
  const post = (parentId?: string) =>
    queriesOf(() =>
      postComment(slug, { body: parentId ? 'Counted below' : 'Counted', parentId }, { actor: ada, now }),
    );
  const { queries } = await post();
  expect(queries.length, queries.join('\n\n')).toBeLessThanOrEqual(4);
  // The parent, its current state, and the unread notices of its author.
  expect((await post(deep)).queries.length).toBeLessThanOrEqual(7);
});

test('a page has at most the limit of replies for each comment', async () => {
  for (let i = 0; i < FIRST_REPLIES + 3; i++)
    await postComment(slug, { body: `r${i}`, parentId: deep }, { actor: ada, now });
  const { result } = await visit('', false);
  const below = result.comments.page.items.filter(({ parentId }) => parentId === deep);
  expect(below).toHaveLength(FIRST_REPLIES);
  expect(result.comments.page.moreReplies).toHaveProperty(deep);
});

test('a page has as many comments as requested, from few prepared statements', async () => {
  const asked = Array.from({ length: 100 }, (_, i) => i + 1);
  const { queries, result } = await queriesOf(async () => {
    const pages = [];
    for (const limit of asked)
      pages.push(await listComments(slug, { sort: 'oldest', limit }, { actor: null, now }));
    return pages;
  });
  const all = result.at(-1)!.items.filter(({ depth }) => depth === 0);
  for (const [i, { items, next }] of result.entries()) {
    expect(items.filter(({ depth }) => depth === 0)).toEqual(all.slice(0, asked[i]));
    expect(next === null).toBe(all.length <= asked[i]! && result.at(-1)!.next === null);
  }
  // The verdict's head, and pages of four sizes.
  expect(new Set(queries).size).toBeLessThanOrEqual(1 + 4);
});

test('concurrent requests for changes share two reads', async () => {
  const question = { since: 100, tally: 0 };
  const { queries, result } = await queriesOf(() =>
    Promise.all(
      Array.from({ length: 50 }, (_, i) => listChanges(slug, question, { actor: i % 2 ? ada : null, now })),
    ),
  );
  // The head, the changes, and the counts of claims and ratings.
  expect(queries.length).toBeLessThanOrEqual(2 * 4);
  expect(result[0]!.comments[0]!.mine).toBeUndefined();
  expect(result[1]!.comments[0]!.mine).toMatchObject({ canRate: expect.any(Boolean) });
  expect(new Set(result.map(({ comments }) => comments.length)).size).toBe(1);
});

test('fifty concurrent posts and votes share the lock on the verdict’s row', async () => {
  const crowd = await Promise.all(Array.from({ length: 50 }, (_, i) => enter(`crowd-${i}`)));
  const posting = await queriesOf(() =>
    Promise.all(crowd.map((actor, i) => postComment(slug, { body: `Together, ${i}` }, { actor, now }))),
  );
  // Settings, words, thread and author state, writes: each in two or three batches.
  expect(posting.queries.length).toBeLessThanOrEqual(5 * 3);
  const voting = await queriesOf(() =>
    Promise.all(crowd.map((actor) => castVote(claim, 'agree', { actor: actor, now }))),
  );
  expect(voting.queries.length).toBeLessThanOrEqual(2 * 50 + 30);
});

test.each([
  ['history', loadHistory],
  ['report', loadReport],
] as const)(
  'the %s of a comment that is gone leads to the verdict, which says what happened to it',
  async (page, load) => {
    const { comment } = await postComment(slug, { body: `Withdrawn, ${page}` }, { actor: ada, now });
    await withdrawComment(comment.id, { actor: ada, now });
    const event = {
      ...requestEvent({ path: `/v/${slug}/${page}/${comment.id}` }),
      params: { slug, id: comment.id },
    };
    const loading = Promise.resolve(
      load(event as unknown as Parameters<typeof loadHistory>[0] & Parameters<typeof loadReport>[0]),
    );
    const end: unknown = await loading.catch((thrown: unknown) => thrown);
    expect(isRedirect(end) && end.location).toBe(`/v/${slug}?comment=${comment.id}#c-${comment.id}`);
    const { result } = await visit(`?comment=${comment.id}`, false);
    expect(result.comments.page.items.map(({ status, body }) => [status, body])).toEqual([
      ['withdrawn', null],
    ]);
  },
);

test('a comment that does not exist is said to be missing, on the page of its verdict', async () => {
  const id = '00000000-0000-7000-8000-000000000000';
  const { result } = await visit(`?comment=${id}`, false);
  expect([result.missing, result.focus, result.comments.page.items.length > 0]).toEqual([id, null, true]);
});

describe('the plain form of a page for everyone, which has no nonce', () => {
  const send = async (body: string) => {
    const event = requestEvent({ path: `/v/${slug}?/comment`, form: { body, nonce: '' }, actor: ada });
    const comment = actions['comment']!;
    const answer = comment({ ...event, params: { slug } } as unknown as Parameters<typeof comment>[0]);
    return Promise.resolve(answer).catch((end: unknown) =>
      isRedirect(end) ? end.location : Promise.reject(end as Error),
    );
  };

  test('has none, but a page for its reader does', async () => {
    const [anonymous, own] = [await visit('', false), await visit('', true)];
    expect([anonymous.result.nonce, own.result.nonce !== '']).toEqual(['', true]);
  });

  test('posts once when pressed twice, and leads to that comment both times', async () => {
    const [first, second] = await Promise.all([send('Pressed twice.'), send('Pressed twice.')]);
    expect([first, second]).toEqual([expect.stringMatching(/#c-/), first]);
  });

  test('posts every text of its reader', async () => {
    const places = [await send('The first of two.'), await send('The second of two.')];
    expect(new Set(places).size).toBe(2);
  });
});

test('a claim that both camps reject says so on the page', async () => {
  const marks = async () =>
    (await visit('', false)).result.article.sections
      .flatMap(({ parts }: ArticleSection) => parts)
      .filter(({ html }: ArticlePart) => html.includes('rejected from both sides'));
  expect(await marks()).toEqual([]);
  const [assumption] = (await findVerdict(slug)).claims.filter(({ kind }) => kind === 'assumption');
  await db().$executeRaw`
    UPDATE claims c SET rejection = 0.5, rejection_headline = v.headline_id FROM verdicts v
    WHERE v.id = c.verdict_id AND c.id = ${assumption!.id}::uuid`;
  expect(await marks()).toMatchObject([{ claim: { id: assumption!.id } }]);
});

describe('where a long thread stands', () => {
  let comments: { id: string; body: string }[];
  const setScores = (n: number, agree: number | null, disagree: number | null) =>
    db()
      .$executeRaw`UPDATE comments SET agree_score = ${agree}, disagree_score = ${disagree}, ground_score = ${9 - n}
      WHERE id = ${comments[n]!.id}::uuid`;
  const bodies = async () => {
    const { agreeing, commonGround, disagreeing } = await findStands(slug, null);
    return [agreeing, commonGround, disagreeing].map((comment) => comment?.excerpt ?? null);
  };

  beforeAll(async () => {
    comments = await db().comment.findMany({
      where: { status: 'visible', depth: 0, verdict: { slug } },
      orderBy: { path: 'asc' },
      take: 7,
    });
  });

  test('shows nothing before a comment has enough ratings that a side finds it helpful', async () => {
    await setScores(0, 0.49, null);
    expect(await bodies()).toEqual([null, null, null]);
    expect((await visit('', false)).result.article.below).toBe('');
  });

  test('shows three different comments: what both sides find best isn’t also what one does', async () => {
    await setScores(1, 0.95, 0.6);
    await setScores(2, 0.9, 0.2);
    await setScores(3, 0.8, 0.55);
    await setScores(4, null, 0.7);
    expect(await bodies()).toEqual([2, 1, 4].map((n) => comments[n]!.body));
    const { below } = (await visit('', false)).result.article;
    for (const n of [2, 1, 4]) expect(below).toContain(`?comment=${comments[n]!.id}#c-${comments[n]!.id}`);
    expect((await visit(`?comment=${deep}`, false)).result.article.below).toBe('');
  });

  test('a comment that is no longer visible leaves at once', async () => {
    const author = await db().user.findFirstOrThrow({ where: { username: 'grace' } });
    await withdrawComment(comments[1]!.id, {
      actor: { id: author.id, username: 'grace', role: 'reader' },
      now,
    });
    expect(await bodies()).toEqual([2, 3, 4].map((n) => comments[n]!.body));
    await db().comment.update({
      where: { id: comments[3]!.id },
      data: { status: 'removed', moderatedStatus: 'removed' },
    });
    expect(await bodies()).toEqual([comments[2]!.body, null, comments[4]!.body]);
  });

  test('a reader for whom the page is rendered doesn’t see people whom they block in it', async () => {
    await blockPerson({ target: 'grace', blocked: true }, ada);
    expect((await visit('', true)).result.article.below).not.toContain('Where it stands');
    await blockPerson({ target: 'grace', blocked: false }, ada);
    expect((await visit('', true)).result.article.below).toContain('Where it stands');
  });

  test('a short thread has no need of it', async () => {
    await db().$executeRaw`UPDATE verdicts SET comment_count = 29 WHERE slug = ${slug}`;
    expect(await bodies()).toEqual([null, null, null]);
  });
});
