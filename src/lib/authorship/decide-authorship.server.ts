import type { z } from 'zod';
import { requireAdmin, type Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { markDecided } from '#lib/notices/notify-admins.server.ts';
import type { NoticeData } from '#lib/notices/notice.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { typographic } from '#lib/typographic.ts';
import type { decisionForm, revokeForm } from './authorship-input.ts';
import {
  countConfirmed,
  readClaim,
  readClaims,
  readMarked,
  setMarked,
  setDecided,
  setRevoked,
  type DecidedClaim,
  type ListedClaim,
} from './authorship.store.server.ts';

/** More than an operator reads at once. */
const LISTED = 100;

export interface AuthorClaim {
  id: string;
  username: string | null;
  /** Null once it is decided. */
  email: string | null;
  verdict: { slug: string; title: string };
  source: { name: string | null; url: string | null };
  note: string | null;
  /** ISO 8601. */
  at: string | null;
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function listAuthors(
  actor: Actor | null,
): Promise<{ waiting: AuthorClaim[]; approved: AuthorClaim[] }> {
  requireAdmin(actor);
  const [waiting, approved] = await Promise.all([
    readClaims('confirmed', LISTED),
    readClaims('approved', LISTED),
  ]);
  return { waiting: waiting.map(claimView), approved: approved.map(claimView) };
}

/** @throws Refusal `sign-in-first`, `forbidden` */
export async function countAuthorsToCheck(actor: Actor | null): Promise<number> {
  requireAdmin(actor);
  return countConfirmed();
}

/**
 * Approves or rejects a claim with the address that the admin has seen. Only the claimant is notified, and the address is erased.
 * @throws Refusal `sign-in-first`, `forbidden`, `authorship-not-found`, `authorship-changed`
 */
export async function decideAuthorship(
  { id, seen, outcome, note }: z.output<typeof decisionForm>,
  { actor, now }: RequestContext,
): Promise<void> {
  const admin = requireAdmin(actor);
  const claim = await findClaim(id);
  const decided = { state: outcome, decidedById: admin.id, decidedAt: now, note: note || null };
  const admins = await db().$transaction(async (tx) => {
    if (!(await setDecided({ id, seen }, decided, tx))) throw new Refusal('authorship-changed');
    await notifyClaimant(claim, { outcome, note }, { now, tx });
    return markDecided({ kind: 'authorship_waiting', subjectId: id }, now, tx);
  });
  await publishUnreadCounts([claim.userId, ...admins]);
}

/**
 * Takes an approval back: the author's reply is a comment like any other then.
 * @throws Refusal `sign-in-first`, `forbidden`, `authorship-not-found`, `authorship-changed`
 */
export async function revokeAuthorship(
  { id, note }: z.output<typeof revokeForm>,
  { actor, now }: RequestContext,
): Promise<void> {
  const admin = requireAdmin(actor);
  const claim = await findClaim(id);
  const { verdict, userId } = claim;
  await changeThread(verdict, async (thread) => {
    const { tx } = thread;
    const decided = { state: 'revoked', decidedById: admin.id, decidedAt: now, note } as const;
    if (!(await setRevoked(id, decided, tx))) throw new Refusal('authorship-changed');
    const marked = await readMarked(verdict.id, userId, tx);
    const comment = marked && (await thread.read(marked));
    if (comment) await setMarked(comment.id, false, tx);
    if (comment) await thread.touch(comment);
    await notifyClaimant(claim, { outcome: 'revoked', note }, { now, tx });
  });
  await publishUnreadCounts([userId]);
}

async function findClaim(id: string): Promise<DecidedClaim> {
  const claim = await readClaim(id);
  if (!claim) throw new Refusal('authorship-not-found');
  return claim;
}

async function notifyClaimant(
  { userId, verdict: { slug, title } }: DecidedClaim,
  { outcome, note }: Pick<NoticeData, 'outcome'> & { note: string },
  { now, tx }: { now: Date; tx: Tx },
): Promise<void> {
  const data = { outcome, ...(note ? { note } : {}), verdict: { slug, title } } as NoticeData;
  await createNotices([{ userId, kind: 'authorship_outcome', data, now }], tx);
}

function claimView({ id, user, email, verdict, note, confirmedAt, decidedAt }: ListedClaim): AuthorClaim {
  const { slug, title, sourceName: name, sourceUrl: url } = verdict;
  return {
    ...{ id, username: user.username, email, note },
    verdict: { slug, title: typographic(title) },
    source: { name, url },
    at: (decidedAt ?? confirmedAt)?.toISOString() ?? null,
  };
}
