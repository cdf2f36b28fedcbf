import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { setBookmark } from '#lib/discussion/options/set-bookmark.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { listDrafts, listPlacedDrafts } from '#lib/discussion/stored-drafts/list-drafts.server.ts';
import { dropShownDraft } from '#lib/discussion/stored-drafts/drop-draft.server.ts';
import { saveDraft } from '#lib/discussion/stored-drafts/save-draft.server.ts';
import { sendDraft } from '#lib/discussion/stored-drafts/send-draft.server.ts';
import { reportComment } from '#lib/moderation/reports/report-comment.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { decideOn } from '../../../tests/support/moderation.ts';
import { queriesOf } from '../../../tests/support/queries.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { listMyThings } from './list-my-things.server.ts';
import { KINDS, type PagedKind } from './my-things.ts';

await freshDatabase({ limits: 'off' });

const now = new Date('2026-06-22T09:00:00Z');
const PAGED = KINDS.filter((kind) => kind !== 'drafts' && kind !== 'verdicts');
let ada: Actor, grace: Actor, mary: Actor, linus: Actor;
let verdict: VerdictView;
let posted = 0;

beforeAll(async () => {
  [ada, grace] = [await enter('ada'), await enter('grace')];
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
  verdict = await publish();
});

const context = (actor: Actor | null) => ({ actor, now: new Date(now.getTime() + ++posted * 1000) });
const post = async (actor: Actor, body: string, slug = verdict.slug) =>
  (await postComment(slug, { body, nonce: randomUUID() }, context(actor))).comment;
const report = (id: string, actor: Actor) =>
  reportComment(id, { reason: 'spam' }, { ...context(actor), address: '192.0.2.1' });
const decide = async (id: string, kind: 'remove' | 'keep' | 'hold') => {
  const { id: caseId } = await db().case.findFirstOrThrow({ where: { commentId: id, state: 'open' } });
  await decideOn(caseId, { kind, reason: kind === 'keep' ? undefined : 'spam' }, context(mary));
};
const list = async (kind: PagedKind, actor: Actor | null = ada) =>
  (await listMyThings(kind, undefined, actor)).items;

test('own comments: each with its place, and with the reason if a moderator withheld it', async () => {
  const [visible, removed, held, gone] = [
    await post(ada, 'It stays.'),
    await post(ada, 'Buy watches.'),
    await post(ada, 'Is that allowed?'),
    await post(ada, 'Never mind.'),
  ];
  for (const { id } of [removed, held]) await report(id, grace);
  await decide(removed.id, 'remove');
  await decide(held.id, 'hold');
  await withdrawComment(gone.id, context(ada));
  const items = await list('comments');
  expect(items.map(({ id, text, state, href }) => ({ id, text, state, href: href !== null }))).toEqual([
    { id: gone.id, text: null, state: ['You withdrew it.'], href: false },
    {
      ...{ id: held.id, text: 'Is that allowed?', href: true },
      state: ['It is hidden until a moderator reviews it.', 'Reason: Spam.'],
    },
    {
      ...{ id: removed.id, text: 'Buy watches.', href: true },
      state: ['A moderator removed it.', 'Reason: Spam.'],
    },
    { id: visible.id, text: 'It stays.', state: [], href: true },
  ]);
  expect(items[3]).toMatchObject({
    href: `/v/${verdict.slug}?comment=${visible.id}#c-${visible.id}`,
    verdict: { slug: verdict.slug, title: verdict.title },
  });
  // Outcomes of reports, of an account of any age.
  expect((await list('reports', grace)).map(({ did, state, text }) => [did, state[0], text])).toEqual([
    ['You reported a comment: Spam', 'A moderator will review it.', null],
    ['You reported a comment: Spam', 'A moderator agreed and acted.', null],
  ]);
});

test('votes lead to their claims, and a claim that a new version dropped says so', async () => {
  const [first, second] = verdict.claims;
  await castVote(first!.id, 'agree', context(ada));
  await castVote(second!.id, 'disagree', context(ada));
  await db().vote.updateMany({ where: { claimId: second!.id }, data: { createdAt: new Date(0) } });
  await db().claim.update({ where: { id: second!.id }, data: { retiredAt: now } });
  expect(await list('votes')).toMatchObject([
    { did: 'You agreed', href: `/v/${verdict.slug}#claim-${first!.id}`, state: [] },
    { did: 'You disagreed', href: null, state: [expect.stringContaining('current version')] },
  ]);
  expect(await list('votes', grace)).toEqual([]);
});

test('a marked comment that is gone since shows that, and never its text or author', async () => {
  const comments = [];
  for (const fate of ['visible', 'removed', 'held', 'withdrawn'])
    comments.push(await post(grace, `Text, ${fate}.`));
  for (const { id } of comments) {
    await setBookmark(id, true, context(ada));
    await rateComment(id, true, { actor: ada, now: new Date() });
  }
  const [, removed, held, withdrawn] = comments;
  for (const { id } of [removed!, held!]) await report(id, linus);
  await decide(removed!.id, 'remove');
  await decide(held!.id, 'hold');
  await withdrawComment(withdrawn!.id, context(grace));
  const gone = (did: string, state: string) => ({ did, text: null, state: [state] });
  for (const actor of [ada]) {
    const items = await list('bookmarks', actor);
    expect(items).toMatchObject([
      gone('You bookmarked a comment', 'Its author withdrew this comment.'),
      gone('You bookmarked a comment', 'This comment is under review by a moderator.'),
      gone('You bookmarked a comment', 'A moderator removed this comment.'),
      { did: 'You bookmarked grace’s comment', text: 'Text, visible.', state: [] },
    ]);
  }
  const ratings = await list('ratings');
  expect(JSON.stringify(ratings).match(/Text, \w+/g)).toEqual(['Text, visible']);
  expect(JSON.stringify(ratings).match(/grace/g)).toHaveLength(1);
});

test('a verdict that isn’t public any more shows neither its title nor a text', async () => {
  const hidden = await publish('On what was unpublished');
  const { id } = await post(grace, 'Unpublished words.', hidden.slug);
  await setBookmark(id, true, context(ada));
  await post(ada, 'Unpublished words too.', hidden.slug);
  await saveDraft(
    { key: `${hidden.slug}.top`, body: 'Unsent.', updatedAt: now.toISOString() },
    { actor: ada, now, device: 'curl' },
  );
  await saveDraft(
    { key: `${hidden.slug}.${id}`, body: 'Unsent reply.', updatedAt: now.toISOString() },
    { actor: ada, now, device: 'curl' },
  );
  await changeState(hidden.slug);
  for (const kind of ['comments', 'bookmarks'] as const) {
    const [item] = await list(kind);
    expect(item).toMatchObject({
      verdict: null,
      href: null,
      text: null,
      state: [expect.stringContaining('public')],
    });
  }
  const placed = await listPlacedDrafts(ada);
  expect(placed.find(({ body }) => body === 'Unsent reply.')).toMatchObject({
    verdict: null,
    comment: { author: null },
  });
});
const changeState = (slug: string) =>
  db().verdict.update({ where: { slug }, data: { state: 'unpublished', stateAt: now } });

test('every list is one query, for one entry or a page, and its pages have each entry once', async () => {
  const { verdictId } = await db().comment.findFirstOrThrow({ where: { verdict: { slug: verdict.slug } } });
  const hoarder = await enter('hoarder');
  const ids = Array.from({ length: 45 }, () => randomUUID());
  await db().comment.createMany({
    data: ids.map((id, n) => ({
      ...{
        id,
        verdictId,
        authorId: hoarder.id,
        depth: 0,
        body: `Number ${n}.`,
        html: '',
        renderer: 0,
        seq: 1,
      },
      path: `f${n.toString().padStart(7, '0')}`,
      // Several at one moment.
      createdAt: new Date(now.getTime() + Math.floor(n / 3) * 1000),
    })),
  });
  const marks = ids.map((commentId, n) => ({
    ...{ commentId, userId: hoarder.id },
    createdAt: new Date(now.getTime() + Math.floor(n / 3) * 1000),
  }));
  await db().bookmark.createMany({ data: marks });
  await db().rating.createMany({ data: marks.map((mark) => ({ ...mark, helpful: true })) });
  for (const kind of ['comments', 'bookmarks', 'ratings'] as const) {
    const seen: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages < 3; pages++) {
      const { result, queries } = await queriesOf(() => listMyThings(kind, cursor, hoarder));
      expect(queries).toHaveLength(1);
      seen.push(...result.items.map(({ id }) => id));
      cursor = result.next ?? undefined;
      expect(cursor === undefined).toBe(pages === 2);
    }
    expect([...new Set(seen)].toSorted()).toEqual(ids.toSorted());
  }
  for (const kind of PAGED) {
    expect((await queriesOf(() => list(kind, hoarder))).queries).toHaveLength(1);
    await expect(list(kind, null)).rejects.toMatchObject({ code: 'sign-in-first' });
    const nonsense = listMyThings(kind, 'nonsense', ada);
    await expect(nonsense).rejects.toMatchObject({ code: 'invalid-input' });
  }
});

test('a sent draft is posted where it belongs and is a draft no more; a refused one stays', async () => {
  const parent = await post(grace, 'Answer me here.');
  const key = `${verdict.slug}.${parent.id}`;
  const draft = { key, body: 'An answer.', updatedAt: now.toISOString() };
  await saveDraft(draft, { actor: ada, now, device: 'curl' });
  const { updatedAt } = draft;
  const sent = { key, body: 'A whole answer.', nonce: randomUUID(), updatedAt };
  const comment = await sendDraft(sent, context(ada));
  expect(comment).toMatchObject({ body: 'A whole answer.', parentId: parent.id });
  expect((await listDrafts(key, ada)).items).toEqual([]);
  const edit = {
    key: `edit.${comment.id}`,
    body: 'A better answer.',
    version: 1,
    nonce: randomUUID(),
    updatedAt,
  };
  expect(await sendDraft(edit, context(ada))).toMatchObject({ body: 'A better answer.', version: 2 });
  await saveDraft(draft, { actor: ada, now, device: 'curl' });
  await withdrawComment(parent.id, context(grace));
  await expect(sendDraft({ ...sent, nonce: randomUUID() }, context(ada))).rejects.toMatchObject({
    code: expect.stringMatching(/gone|not-found/),
  });
  expect((await listDrafts(key, ada)).items).toHaveLength(1);
});

test('a draft that another device has changed since its list was shown is neither sent away nor deleted', async () => {
  const key = `${verdict.slug}.top`;
  const old = { key, body: 'Half.', updatedAt: new Date(now.getTime() - 60_000).toISOString() };
  await saveDraft(old, { actor: ada, now, device: 'curl' });
  const newer = await saveDraft(
    { key, body: 'Half, and more.', updatedAt: now.toISOString() },
    { actor: ada, now, device: 'Safari on iPhone' },
  );
  const sent = { key, body: 'As it was here.', nonce: randomUUID(), updatedAt: old.updatedAt };
  expect(await sendDraft(sent, context(ada))).toMatchObject({ body: 'As it was here.' });
  expect((await listDrafts(key, ada)).items).toEqual([newer]);
  await expect(dropShownDraft({ key, updatedAt: old.updatedAt }, ada)).rejects.toMatchObject({
    code: 'draft-elsewhere',
    message: expect.stringContaining('Read it'),
  });
  expect((await listDrafts(key, ada)).items).toEqual([newer]);
  await dropShownDraft(newer, ada);
  await dropShownDraft(newer, ada);
  expect((await listDrafts(key, ada)).items).toEqual([]);
});
