import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { AuthorshipState } from './authorship.ts';

interface NewClaim {
  verdictId: string;
  userId: string;
  email: string;
  linkHash: string;
  linkExpiresAt: Date;
  now: Date;
}

/** Starts a claim, or starts it again with a new address and link. False if it is approved already. */
export async function startClaim({ verdictId, userId, now, ...link }: NewClaim, tx: Tx): Promise<boolean> {
  const reset = {
    ...link,
    state: 'pending',
    requestedAt: now,
    confirmedAt: null,
    decidedAt: null,
    note: null,
  } as const;
  const { count } = await tx.authorship.updateMany({
    where: { verdictId, userId, state: { not: 'approved' } },
    data: { ...reset, decidedById: null },
  });
  if (count === 1) return true;
  const made = await tx.authorship.createMany({
    data: [{ verdictId, userId, ...reset }],
    skipDuplicates: true,
  });
  return made.count === 1;
}

export interface LinkedClaim {
  username: string | null;
  email: string;
  slug: string;
  title: string;
}

export async function readByLink(linkHash: string, now: Date): Promise<LinkedClaim | null> {
  const found = await db().authorship.findFirst({
    where: { linkHash, linkExpiresAt: { gt: now }, state: 'pending' },
    select: {
      email: true,
      user: { select: { username: true } },
      verdict: { select: { slug: true, title: true } },
    },
  });
  return found && { username: found.user.username, email: found.email!, ...found.verdict };
}

export interface ConfirmedClaim {
  id: string;
  verdict: { slug: string; title: string };
}

/** Uses up the link. Of two requests with it, one confirms; null for the other. */
export async function confirmClaim(linkHash: string, now: Date, tx: Tx): Promise<ConfirmedClaim | null> {
  const [claim] = await tx.authorship.updateManyAndReturn({
    where: { linkHash, linkExpiresAt: { gt: now }, state: 'pending' },
    data: { state: 'confirmed', confirmedAt: now, linkHash: null, linkExpiresAt: null },
    select: { id: true, verdict: { select: { slug: true, title: true } } },
  });
  return claim ?? null;
}

export async function readOwn(
  verdictId: string,
  userId: string,
): Promise<{ state: AuthorshipState; note: string | null } | null> {
  const where = { verdictId_userId: { verdictId, userId } };
  return db().authorship.findUnique({ where, select: { state: true, note: true } });
}

export async function isApproved(verdictId: string, userId: string, tx: Tx): Promise<boolean> {
  return (await tx.authorship.count({ where: { verdictId, userId, state: 'approved' } })) === 1;
}

export interface ListedClaim {
  id: string;
  state: AuthorshipState;
  email: string | null;
  note: string | null;
  confirmedAt: Date | null;
  decidedAt: Date | null;
  user: { username: string | null };
  verdict: { slug: string; title: string; sourceName: string | null; sourceUrl: string | null };
}

/** The oldest first. */
export async function readClaims(state: 'confirmed' | 'approved', take: number): Promise<ListedClaim[]> {
  return db().authorship.findMany({
    where: { state },
    orderBy: [{ confirmedAt: 'asc' }, { id: 'asc' }],
    select: {
      ...{ id: true, state: true, email: true, note: true, confirmedAt: true, decidedAt: true },
      user: { select: { username: true } },
      verdict: { select: { slug: true, title: true, sourceName: true, sourceUrl: true } },
    },
    take,
  });
}

export async function countConfirmed(): Promise<number> {
  return db().authorship.count({ where: { state: 'confirmed' } });
}

export interface DecidedClaim {
  userId: string;
  verdict: { id: string; slug: string; title: string };
}

export async function readClaim(id: string): Promise<DecidedClaim | null> {
  return db().authorship.findUnique({
    where: { id },
    select: { userId: true, verdict: { select: { id: true, slug: true, title: true } } },
  });
}

interface Decision {
  state: AuthorshipState;
  note: string | null;
  decidedById: string;
  decidedAt: Date;
}

/**
 * Decides on the address that the admin has seen, confirmed at `seen`. False if another one was confirmed since, if it was
 * decided, or if the address to approve was erased with its owner's account. The address is erased.
 */
export async function setDecided(
  { id, seen }: { id: string; seen: Date },
  decision: Decision,
  tx: Tx,
): Promise<boolean> {
  const address = decision.state === 'approved' ? { email: { not: null } } : {};
  return setState({ id, state: 'confirmed', confirmedAt: seen, ...address }, decision, tx);
}

/** False if it isn't approved any more. */
export async function setRevoked(id: string, decision: Decision, tx: Tx): Promise<boolean> {
  return setState({ id, state: 'approved' }, decision, tx);
}

async function setState(where: Prisma.AuthorshipWhereInput, decision: Decision, tx: Tx): Promise<boolean> {
  const { count } = await tx.authorship.updateMany({
    where,
    data: { ...decision, email: null, linkHash: null, linkExpiresAt: null },
  });
  return count === 1;
}

/** The author's marked comment on this verdict. */
export async function readMarked(verdictId: string, authorId: string, tx: Tx): Promise<string | null> {
  const where = { verdictId, authorId, authorReply: true };
  return (await tx.comment.findFirst({ where, select: { id: true } }))?.id ?? null;
}

export async function setMarked(id: string, authorReply: boolean, tx: Tx): Promise<void> {
  await tx.comment.update({ where: { id }, data: { authorReply }, select: { id: true } });
}

/** Links that nobody used, addresses that no admin checked, and claims that weren't approved. */
export async function deleteOldClaims({ now, before }: { now: Date; before: Date }): Promise<void> {
  await db().authorship.deleteMany({
    where: {
      OR: [
        { state: 'pending', linkExpiresAt: { lte: now } },
        { state: 'confirmed', confirmedAt: { lt: before } },
        { state: { in: ['rejected', 'revoked'] }, decidedAt: { lt: before } },
      ],
    },
  });
}

export interface ReplyRow {
  id: string;
  author: string;
  body: string;
  html: string;
  renderer: number;
  /** As JSON has it. */
  createdAt: string;
}

/** A verdict has a few authors at most. */
const REPLIES = 5;

/** Of the verdict `v`: the marked comments of approved authors that everyone may read, the oldest first. */
export const AUTHOR_REPLIES = Prisma.sql`
  SELECT coalesce(json_agg(r ORDER BY r."createdAt"), '[]') FROM (
    SELECT c.id, u.username AS author, c.body, c.html, c.renderer, c.created_at AS "createdAt"
    FROM comments c JOIN users u ON u.id = c.author_id
    JOIN authorships a ON a.verdict_id = c.verdict_id AND a.user_id = c.author_id
    WHERE c.verdict_id = v.id AND c.author_reply AND c.status = 'visible' AND a.state = 'approved'
      AND u.username IS NOT NULL
    ORDER BY c.created_at LIMIT ${REPLIES}::int) r`;
