import type { Role } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { isUuid } from '#lib/uuid.ts';
import type { RestrictionScope } from '#lib/standing/restriction.ts';

const FIELDS = {
  id: true,
  userId: true,
  scope: true,
  until: true,
  reason: true,
  createdAt: true,
  liftedAt: true,
  user: { select: { username: true } },
} satisfies Prisma.RestrictionSelect;

export type RestrictionRow = Prisma.RestrictionGetPayload<{ select: typeof FIELDS }>;

/** The reader voted on another verdict while the locks were being taken, so they must be taken again. */
class NewVoteDuringLock extends Error {}

/** No person votes often enough to need this many tries. */
const TRIES = 20;

/**
 * Runs `work` in a transaction that locks everything a restriction changes: the verdicts this reader voted or rated in,
 * by id, then the reader's row. A concurrent vote either commits first and is seen, or waits and sees the restriction.
 * Never waits for a verdict while it holds the reader's row: votes lock the verdict first, so that would deadlock.
 */
export async function withTalliesLocked<T>(userId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db().$transaction(async (tx) => {
        await lockTallies(tx, userId);
        return work(tx);
      });
    } catch (fault) {
      if (!(fault instanceof NewVoteDuringLock) || tries === TRIES) throw fault;
    }
  }
}

async function lockTallies(tx: Tx, userId: string): Promise<void> {
  const voted = Prisma.sql`
    SELECT c.verdict_id FROM votes v JOIN claims c ON c.id = v.claim_id WHERE v.user_id = ${userId}::uuid
    UNION SELECT c.verdict_id FROM ratings r JOIN comments c ON c.id = r.comment_id WHERE r.user_id = ${userId}::uuid
    UNION SELECT k.verdict_id FROM mind_credits m JOIN claims k ON k.id = m.claim_id WHERE m.user_id = ${userId}::uuid`;
  const held = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM verdicts WHERE id IN (${voted}) ORDER BY id FOR NO KEY UPDATE`;
  await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR UPDATE`;
  const ids = held.map(({ id }) => id);
  const [more] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM (${voted}) now WHERE verdict_id <> ALL(${ids}::uuid[]) LIMIT 1`;
  if (more) throw new NewVoteDuringLock();
}

/** Whether the account's votes and ratings don't count. */
export async function isSilenced(tx: Tx, userId: string): Promise<boolean> {
  return (await tx.$queryRaw<unknown[]>`SELECT 1 FROM silenced WHERE user_id = ${userId}::uuid`).length > 0;
}

/** The role of an account whose row this transaction has locked. */
export async function roleOf(tx: Tx, userId: string): Promise<Role> {
  return (await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { role: true } })).role;
}

export async function insertRestriction(
  tx: Tx,
  restriction: {
    userId: string;
    scope: RestrictionScope;
    until: Date | null;
    reason: string;
    decisionId: string;
    createdAt: Date;
  },
): Promise<void> {
  await tx.restriction.create({ data: restriction, select: { id: true } });
}

export async function readRestriction(id: string, tx: Tx = db()): Promise<RestrictionRow | null> {
  return isUuid(id) ? tx.restriction.findUnique({ where: { id }, select: FIELDS }) : null;
}

/** @returns false if it was already lifted */
export async function setLifted(tx: Tx, id: string, at: Date): Promise<boolean> {
  const { count } = await tx.restriction.updateMany({
    where: { id, liftedAt: null },
    data: { liftedAt: at },
  });
  return count === 1;
}

/** Lifts the restrictions that a decision made. */
export async function liftRestrictionsOf(tx: Tx, decisionId: string, at: Date): Promise<void> {
  await tx.restriction.updateMany({ where: { decisionId, liftedAt: null }, data: { liftedAt: at } });
}

/** Restores a lifted restriction. @returns false if its decision has since been undone, or overturned by an appeal */
export async function restoreRestriction(tx: Tx, id: string): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE restrictions r SET lifted_at = NULL WHERE r.id = ${id}::uuid
      AND NOT EXISTS (SELECT 1 FROM decisions WHERE undoes_id = r.decision_id)
      AND NOT EXISTS (SELECT 1 FROM appeals WHERE decision_id = r.decision_id AND state = 'overturned')`;
  return count === 1;
}

/** All of an account's restrictions, newest first. */
export async function readRestrictionsOf(userId: string): Promise<RestrictionRow[]> {
  return db().restriction.findMany({ where: { userId }, select: FIELDS, orderBy: { id: 'desc' } });
}

/** Active restrictions older than `before`, newest first. */
export async function readActiveRestrictions(now: Date, before: string | null, take: number) {
  return db().restriction.findMany({
    where: {
      liftedAt: null,
      OR: [{ until: null }, { until: { gt: now } }],
      ...(before ? { id: { lt: before } } : {}),
    },
    select: FIELDS,
    orderBy: { id: 'desc' },
    take,
  });
}
