import { db, type Tx } from '#lib/db/client.server.ts';
import type { EndReason, SubscriberState } from './subscription.ts';

interface Request {
  email: string;
  emailHash: string;
  confirmHash: string;
  confirmExpiresAt: Date;
}

/**
 * Starts a confirmation for a new address or an ended subscription. A confirmed one is unchanged.
 * @returns whether it awaits confirmation now
 */
export async function awaitConfirmation(request: Request, tx: Tx): Promise<boolean> {
  const { emailHash, ...rest } = request;
  const { count } = await tx.subscriber.updateMany({
    where: { emailHash, state: { not: 'confirmed' } },
    data: { ...rest, state: 'pending' },
  });
  if (count === 1) return true;
  const made = await tx.subscriber.createMany({ data: [request], skipDuplicates: true });
  return made.count === 1;
}

/** Confirms the subscription of this link. Idempotent. @returns its id; null if there is none */
export async function confirmByHash(confirmHash: string, now: Date): Promise<string | null> {
  const [confirmed] = await db().subscriber.updateManyAndReturn({
    where: { confirmHash, state: 'pending', confirmExpiresAt: { gt: now } },
    data: { state: 'confirmed', confirmedAt: now, endedAt: null, forwardedAt: null, forwardError: null },
    select: { id: true },
  });
  return confirmed?.id ?? (await confirmedByHash(confirmHash));
}

async function confirmedByHash(confirmHash: string): Promise<string | null> {
  const found = await db().subscriber.findUnique({
    where: { confirmHash },
    select: { id: true, state: true },
  });
  return found?.state === 'confirmed' ? found.id : null;
}

/** Whether this link can still confirm, or has confirmed, a subscription. */
export async function isConfirmLinkValid(confirmHash: string, now: Date): Promise<boolean> {
  const found = await db().subscriber.findUnique({ where: { confirmHash } });
  return found?.state === 'confirmed' || (found?.state === 'pending' && found.confirmExpiresAt! > now);
}

/** Null once mail may not be sent to it. */
export async function findActiveEmail(id: string, tx: Tx = db()): Promise<string | null> {
  const found = await tx.subscriber.findUnique({ where: { id }, select: { email: true } });
  return found?.email ?? null;
}

export async function findIdByHash(emailHash: string): Promise<string | null> {
  const found = await db().subscriber.findUnique({ where: { emailHash }, select: { id: true } });
  return found?.id ?? null;
}

export async function subscriberExists(id: string): Promise<boolean> {
  return (await db().subscriber.count({ where: { id } })) === 1;
}

/** Ends an active subscription and erases its address. @returns whether there was one */
export async function markEnded(id: string, state: EndReason, now: Date, tx: Tx): Promise<boolean> {
  const { count } = await tx.subscriber.updateMany({
    where: { id, state: { in: ['pending', 'confirmed'] } },
    data: { state, email: null, confirmHash: null, confirmExpiresAt: null, endedAt: now, forwardError: null },
  });
  return count === 1;
}

export async function confirmedPage(
  after: string | null,
  take: number,
): Promise<{ id: string; email: string }[]> {
  const rows = await db().subscriber.findMany({
    where: { state: 'confirmed', ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take,
    select: { id: true, email: true },
  });
  return rows.map(({ id, email }) => ({ id, email: email! }));
}

export async function countSubscribersByState(): Promise<Record<SubscriberState, number>> {
  const counts = { pending: 0, confirmed: 0, unsubscribed: 0, bounced: 0, complained: 0 };
  const groups = await db().subscriber.groupBy({ by: ['state'], _count: true });
  for (const { state, _count } of groups) counts[state] = _count;
  return counts;
}

/**
 * Erases addresses that weren't confirmed in time. A subscription that had ended before ends again; others are
 * deleted.
 * @returns how many
 */
export async function forgetUnconfirmed(now: Date): Promise<number> {
  const expired = { state: 'pending', confirmExpiresAt: { lte: now } } as const;
  const ended = await db().subscriber.updateMany({
    where: { ...expired, endedAt: { not: null } },
    data: { state: 'unsubscribed', email: null, confirmHash: null, confirmExpiresAt: null },
  });
  const removed = await db().subscriber.deleteMany({ where: { ...expired, endedAt: null } });
  return ended.count + removed.count;
}
