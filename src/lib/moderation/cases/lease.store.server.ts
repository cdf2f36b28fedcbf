import { db, type Tx } from '#lib/db/client.server.ts';
import { isUuid } from '#lib/uuid.ts';

export interface LeaseRequest {
  userId: string;
  now: Date;
  until: Date;
  /** Also take a lease that another moderator holds. */
  takeOver: boolean;
}

/** Takes or renews a lease in one conditional update: of two moderators at once, one gets it. */
export async function takeLease(
  id: string,
  { userId, now, until, takeOver }: LeaseRequest,
): Promise<{ held: boolean; renewed: boolean }> {
  if (!isUuid(id)) return { held: false, renewed: false };
  const [row] = await db().$queryRaw<{ renewed: boolean }[]>`
    UPDATE cases k SET lease_holder_id = ${userId}::uuid, leased_until = ${until},
      version = k.version + CASE WHEN old.mine THEN 0 ELSE 1 END
    FROM (
      SELECT id, coalesce(lease_holder_id = ${userId}::uuid AND leased_until > ${now}, false) AS mine
      FROM cases WHERE id = ${id}::uuid FOR NO KEY UPDATE
    ) old
    WHERE k.id = old.id AND k.state = 'open' AND (
      ${takeOver} OR k.lease_holder_id IS NULL OR k.leased_until <= ${now} OR k.lease_holder_id = ${userId}::uuid)
    RETURNING old.mine AS renewed`;
  return { held: row !== undefined, renewed: row?.renewed ?? false };
}

const NO_LEASE = { leaseHolderId: null, leasedUntil: null, version: { increment: 1 } } as const;

/** @returns false if the account does not hold the lease */
export async function dropLease(id: string, userId: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const { count } = await db().case.updateMany({
    where: { id, leaseHolderId: userId, state: 'open' },
    data: NO_LEASE,
  });
  return count === 1;
}

/** @returns the ids of the cases */
export async function dropAllLeases(userId: string, tx: Tx): Promise<string[]> {
  const rows = await tx.case.updateManyAndReturn({
    where: { leaseHolderId: userId, state: 'open' },
    data: NO_LEASE,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
