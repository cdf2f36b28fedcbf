import { db, type Tx } from '#lib/db/client.server.ts';
import { isUuid } from '#lib/uuid.ts';

export interface Claim {
  userId: string;
  now: Date;
  until: Date;
}

/**
 * Claims an open case that nobody holds, or that this moderator holds already (that renews it); with `takeOver` also
 * one that somebody else holds. One conditional update: of two at once, one gets it.
 * @returns whether it is theirs now, and whether that is news
 */
export async function setClaim(
  id: string,
  { userId, now, until }: Claim,
  takeOver: boolean,
): Promise<{ held: boolean; news: boolean }> {
  if (!isUuid(id)) return { held: false, news: false };
  const [row] = await db().$queryRaw<{ news: boolean }[]>`
    UPDATE cases k SET claimed_by = ${userId}::uuid, claimed_until = ${until},
      version = k.version + CASE WHEN old.mine THEN 0 ELSE 1 END
    FROM (SELECT id, coalesce(claimed_by = ${userId}::uuid AND claimed_until > ${now}, false) AS mine FROM cases
      WHERE id = ${id}::uuid FOR NO KEY UPDATE) old
    WHERE k.id = old.id AND k.state = 'open'
      AND (${takeOver} OR old.mine OR k.claimed_by IS NULL OR k.claimed_until <= ${now} OR k.claimed_by = ${userId}::uuid)
    RETURNING NOT old.mine AS news`;
  return { held: row !== undefined, news: row?.news ?? false };
}

/** Lets go of a case. False where it wasn't theirs. */
export async function dropClaim(id: string, userId: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const { count } = await db().case.updateMany({
    where: { id, claimedById: userId, state: 'open' },
    data: { claimedById: null, claimedUntil: null, version: { increment: 1 } },
  });
  return count === 1;
}

/** Lets go of all cases. @returns which */
export async function dropAllClaims(userId: string, tx: Tx): Promise<string[]> {
  const rows = await tx.case.updateManyAndReturn({
    where: { claimedById: userId, state: 'open' },
    data: { claimedById: null, claimedUntil: null, version: { increment: 1 } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
