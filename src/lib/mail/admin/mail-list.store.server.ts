import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { filterOf, MAIL_FILTERS, type MailFilter, type MailState } from '../mail-state.ts';

const FIELDS = {
  id: true,
  kind: true,
  to: true,
  subject: true,
  state: true,
  held: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  sentAt: true,
} as const;

const STATES: Record<MailFilter, MailState[]> = {
  waiting: ['pending', 'sending'],
  failed: ['failed'],
  sent: ['sent'],
  cancelled: ['cancelled'],
};

export async function mailPage(
  filter: MailFilter | undefined,
  before: { createdAt: Date; id: string } | null,
  take: number,
) {
  const older = before && {
    OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, id: { lt: before.id } }],
  };
  return db().mail.findMany({
    where: { ...(filter ? { state: { in: STATES[filter] } } : {}), ...older },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take,
    select: FIELDS,
  });
}

export async function countMails(): Promise<Record<MailFilter, number>> {
  const counts = Object.fromEntries(MAIL_FILTERS.map((filter) => [filter, 0])) as Record<MailFilter, number>;
  for (const { state, _count } of await db().mail.groupBy({ by: ['state'], _count: true }))
    counts[filterOf(state)] += _count;
  return counts;
}

/** Counts of pending and failed mails, and the oldest pending one. Two partial indexes serve it. */
export async function readMailFacts(): Promise<{ waiting: number; oldest: Date | null; failed: number }> {
  const [facts] = await rowsOf<{ waiting: number; oldest: Date | null; failed: number }>(Prisma.sql`
    SELECT count(*)::int AS waiting, min(created_at) AS oldest,
      (SELECT count(*)::int FROM mails WHERE state = 'failed') AS failed
    FROM mails WHERE state IN ('pending', 'sending') AND NOT held`);
  return facts!;
}

/** Returns a failed mail to the queue. False if it hasn't failed, or its content or address is erased. */
export async function resetFailed(id: string): Promise<boolean> {
  const { count } = await db().mail.updateMany({
    where: { id, state: 'failed', to: { not: null } },
    data: { state: 'pending' },
  });
  return count === 1;
}
