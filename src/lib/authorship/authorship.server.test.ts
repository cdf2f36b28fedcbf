import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { findAround } from '#lib/discussion/around/find-around.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import type { CommentView } from '#lib/live/events.ts';
import { blockPerson } from '#lib/follows/block-person.server.ts';
import { restrictAccount } from '#lib/moderation/restrictions/restrict-account.server.ts';
import { listNotices } from '#lib/notices/list-notices.server.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { publish } from '../../../tests/support/verdict.ts';
import { authorReplies, repliesMarkup } from './author-replies.server.ts';
import { decisionForm, revokeForm } from './authorship-input.ts';
import {
  claimAuthorship,
  confirmAuthorship,
  findLinkedClaim,
  findOwnAuthorship,
} from './claim-authorship.server.ts';
import {
  countAuthorsToCheck,
  decideAuthorship,
  listAuthors,
  revokeAuthorship,
} from './decide-authorship.server.ts';
import { findOptionsWithReply, markReply } from './mark-reply.server.ts';
import { removeOldClaims } from './remove-old-claims.server.ts';

await freshDatabase({ limits: 'off' });

const HOUR = 3600 * 1000;
let now = new Date('2026-05-22T09:00:00Z');
let ada: Actor;
let grace: Actor;
let linus: Actor;
let verdict: VerdictView;
let title = 0;

beforeAll(async () => {
  [ada, grace, linus] = [await enter('ada'), await enter('grace'), await enter('linus', 'admin')];
});
beforeEach(async () => {
  now = new Date(now.getTime() + HOUR);
  verdict = await publish(`On authors, part ${++title}`);
});

/** @returns the secret of the link */
async function claim(email = `author-${title}@example.org`, actor = ada): Promise<string | undefined> {
  await claimAuthorship(verdict.slug, email, { actor, now, from: '192.0.2.1' });
  const mail = await db().mail.findFirst({ where: { to: email }, orderBy: { id: 'desc' } });
  return /token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
}
const own = async (actor: Actor | null = ada) =>
  (await findOwnAuthorship(verdict.slug, { actor, now })).claim;
const waiting = async () =>
  (await listAuthors(linus)).waiting.find(({ verdict: { slug } }) => slug === verdict.slug);
/** On the address as it is now, or as it was `seen`. */
async function decide(id: string, outcome: string, note = '', seen?: string): Promise<void> {
  seen ??= (await waiting())!.at!;
  await decideAuthorship(decisionForm.parse({ id, seen, outcome, note }), { actor: linus, now });
}
async function approve(actor = ada): Promise<string> {
  await confirmAuthorship((await claim(`${actor.username}-${title}@example.org`, actor))!, now);
  const { id } = (await waiting())!;
  await decide(id, 'approved');
  return id;
}
const post = async (actor = ada): Promise<CommentView> =>
  (
    await postComment(
      verdict.slug,
      { body: `I *wrote* it. ${randomUUID()}`, nonce: randomUUID() },
      { actor, now },
    )
  ).comment;
const replies = async () => (await findAround(verdict, { authorReplies })).authorReplies;
const mark = (id: string, marked = true, actor: Actor | null = ada) => markReply(id, marked, { actor, now });
const shown = (id: string) => findComment(id, { actor: null, now });
const notices = async (actor: Actor, of = 'authorship_outcome') =>
  (await listNotices({ limit: 30 }, actor)).items.filter(
    ({ kind, data }) => kind === of && data.verdict?.slug === verdict.slug,
  );

test('a claim reaches an admin only after its address is confirmed, by a link that works once', async () => {
  const secret = (await claim())!;
  expect(await own()).toEqual({ state: 'pending', note: null });
  expect(await own(null)).toBeNull();
  expect(await findLinkedClaim(secret, now)).toMatchObject({
    username: 'ada',
    email: `author-${title}@example.org`,
  });
  expect(await waiting()).toBeUndefined();
  const both = await Promise.allSettled([confirmAuthorship(secret, now), confirmAuthorship(secret, now)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await findLinkedClaim(secret, now)).toBeNull();
  expect(await waiting()).toMatchObject({ username: 'ada', email: `author-${title}@example.org` });
  expect(await countAuthorsToCheck(linus)).toBeGreaterThan(0);
});

test('a link ends after a day, and when a newer one is sent', async () => {
  const first = (await claim())!;
  const second = (await claim())!;
  await expect(confirmAuthorship(first, now)).rejects.toMatchObject({ code: 'authorship-link-void' });
  const late = new Date(now.getTime() + 24 * HOUR);
  await expect(confirmAuthorship(second, late)).rejects.toMatchObject({ code: 'authorship-link-void' });
  expect((await db().authorship.findFirst({ where: { verdictId: verdict.id } }))!.linkHash).not.toContain(
    second,
  );
});

test('claims are refused without an account, and their list to all but admins', async () => {
  const context = { actor: null, now, from: '192.0.2.1' };
  const claimed = claimAuthorship(verdict.slug, 'a@example.org', context);
  await expect(claimed).rejects.toMatchObject({ code: 'sign-in-first' });
  const elsewhere = claimAuthorship('no-such-verdict', 'a@example.org', { ...context, actor: ada });
  await expect(elsewhere).rejects.toMatchObject({ code: 'verdict-not-found' });
  await expect(listAuthors(grace)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a decision erases the address and notifies the claimant alone; of two, one counts', async () => {
  await confirmAuthorship((await claim())!, now);
  const { id, at } = (await waiting())!;
  const both = await Promise.allSettled([
    decide(id, 'rejected', 'It isn’t in the paper.', at!),
    decide(id, 'rejected', 'No.', at!),
  ]);
  expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'authorship-changed' } },
  ]);
  const stored = await db().authorship.findUnique({ where: { id } });
  expect(stored).toMatchObject({ state: 'rejected', email: null, linkHash: null });
  expect(await notices(ada)).toMatchObject([{ data: { outcome: 'rejected' }, comment: null }]);
  expect(await notices(grace)).toEqual([]);
  expect(
    decisionForm.safeParse({ id, seen: at, outcome: 'rejected', note: ' ' }).error!.issues[0]!.path,
  ).toEqual(['note']);
  // They may start again.
  expect(await claim()).toBeDefined();
  expect(await own()).toEqual({ state: 'pending', note: null });
});

test('an admin approves the address that they saw, and none that is erased', async () => {
  await confirmAuthorship((await claim())!, now);
  const { id, at: seen } = (await waiting())!;
  now = new Date(now.getTime() + 1);
  await confirmAuthorship((await claim(`other-${title}@example.org`))!, now);
  const changed = { code: 'authorship-changed' };
  await expect(decide(id, 'approved', '', seen!)).rejects.toMatchObject(changed);
  expect(await waiting()).toMatchObject({ id, email: `other-${title}@example.org` });
  // As when an account that had confirmed it is erased.
  await db().authorship.update({ where: { id }, data: { email: null } });
  await expect(decide(id, 'approved')).rejects.toMatchObject(changed);
  await decide(id, 'rejected', 'The address is gone.');
});

test('admins are notified of a claim once until one has decided, and again if its claimant starts over', async () => {
  const toDecide = () => notices(linus, 'authorship_waiting');
  const secret = (await claim())!;
  expect(await toDecide()).toEqual([]);
  await confirmAuthorship(secret, now);
  await confirmAuthorship((await claim(`other-${title}@example.org`))!, now);
  expect(await toDecide()).toMatchObject([{ read: false, count: 1, people: [] }]);
  expect(await notices(ada, 'authorship_waiting')).toEqual([]);
  await decide((await waiting())!.id, 'rejected', 'It isn’t in the paper.');
  expect(await toDecide()).toMatchObject([{ read: true }]);
  await confirmAuthorship((await claim())!, now);
  expect((await toDecide()).filter(({ read }) => !read)).toHaveLength(1);
});

test('an approved author marks one comment, which is shown below the verdict and says so in the thread', async () => {
  await approve();
  const [first, second] = [await post(), await post()];
  expect((await findOptionsWithReply(verdict.slug, first.id, { actor: ada, now })).authorReply).toBe(false);
  const { seq } = await findVerdictHead(verdict.slug);
  await mark(first.id);
  expect((await findVerdictHead(verdict.slug)).seq).toBeGreaterThan(seq);
  expect(await replies()).toMatchObject([{ id: first.id, author: 'ada' }]);
  const markup = (actor: Actor | null) => repliesMarkup(verdict.slug, rows, actor, () => false);
  const rows = await replies();
  expect(await markup(null)).toContain('<div class=body dir=auto><p>I <em>wrote</em> it.');
  expect(await markup(null)).toContain(`href="/v/${verdict.slug}?comment=${first.id}#c-${first.id}"`);
  await blockPerson({ target: 'ada', blocked: true }, grace);
  expect(await markup(grace)).toContain('<div class=body dir=auto><details class="blocked-text">');
  expect((await shown(first.id)).authorReply).toBe(true);
  await mark(second.id);
  expect(await replies()).toMatchObject([{ id: second.id }]);
  const onPage = await repliesMarkup(verdict.slug, await replies(), null, () => true);
  expect(onPage).toContain(`href="#c-${second.id}"`);
  expect(await shown(first.id)).not.toHaveProperty('authorReply');
  const restriction = { scope: 'comment', term: 'hour', reason: 'spam', note: undefined } as const;
  await restrictAccount('ada', { ...restriction, nonce: randomUUID() }, { actor: linus, now });
  await expect(mark(first.id)).rejects.toMatchObject({ code: 'restricted' });
  await mark(second.id, false);
  expect(await replies()).toEqual([]);
});

test('two marks at the same moment leave one', async () => {
  await approve();
  const comments = [await post(), await post()];
  await Promise.all(comments.map(({ id }) => mark(id)));
  expect(await replies()).toHaveLength(1);
  const twice = { verdictId: verdict.id, authorId: ada.id };
  await expect(db().comment.updateMany({ where: twice, data: { authorReply: true } })).rejects.toThrow();
});

test('no one else marks a comment, nor an author another’s or a withdrawn one', async () => {
  const [others, own] = [await post(grace), await post()];
  await approve();
  await withdrawComment(own.id, { actor: ada, now });
  const refused = [
    [others.id, grace, 'author-only'],
    [others.id, ada, 'not-yours'],
    [own.id, ada, 'comment-not-found'],
    [others.id, null, 'sign-in-first'],
  ] as const;
  for (const [id, actor, code] of refused)
    await expect(mark(id, true, actor)).rejects.toMatchObject({ code });
  const options = await findOptionsWithReply(verdict.slug, others.id, { actor: grace, now });
  expect(options).not.toHaveProperty('authorReply');
});

test('a withdrawn reply is shown nowhere, and a revoked author’s reply is a comment like any other', async () => {
  const id = await approve();
  const [gone, kept] = [await post(), await post()];
  await mark(gone.id);
  await withdrawComment(gone.id, { actor: ada, now });
  expect(await replies()).toEqual([]);
  await mark(kept.id);
  await revokeAuthorship(revokeForm.parse({ id, note: 'A namesake.' }), { actor: linus, now });
  expect(await replies()).toEqual([]);
  expect(await shown(kept.id)).not.toHaveProperty('authorReply');
  expect((await notices(ada)).map(({ data }) => data.outcome)).toEqual(['revoked', 'approved']);
  await expect(mark(kept.id)).rejects.toMatchObject({ code: 'author-only' });
});

test('a sweep removes unused links, addresses that no admin checked, and old refusals, but no author', async () => {
  const days = (n: number) => new Date(now.getTime() + n * 24 * HOUR);
  await claim();
  await removeOldClaims(days(0.9));
  expect(await own()).not.toBeNull();
  await removeOldClaims(days(1.1));
  expect(await own()).toBeNull();
  await confirmAuthorship((await claim())!, now);
  await removeOldClaims(days(89));
  expect(await waiting()).toBeDefined();
  await removeOldClaims(days(91));
  expect(await own()).toBeNull();
  await approve();
  await removeOldClaims(days(1000));
  expect(await own()).toMatchObject({ state: 'approved' });
});
