import { Prisma } from '#lib/db/generated/client.ts';
import { db } from '#lib/db/client.server.ts';
import { withoutJob } from '#lib/db/job-table.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { JobRow } from '#lib/jobs/row-queue.ts';

export const FORWARD_QUEUE = 'beehiiv';

/** Confirmed subscribers that beehiiv doesn't have, without a job. */
export async function unscheduledForwards(limit: number): Promise<JobRow[]> {
  return rowsOf<JobRow>(Prisma.sql`
    SELECT s.id::text AS id FROM subscribers s
    WHERE s.state = 'confirmed' AND s.forwarded_at IS NULL AND ${withoutJob(FORWARD_QUEUE, Prisma.sql`s.id`)}
    ORDER BY s.id LIMIT ${limit}`);
}

export async function toForward(ids: string[]): Promise<Map<string, string>> {
  const rows = await db().subscriber.findMany({
    where: { id: { in: ids }, state: 'confirmed', forwardedAt: null },
    select: { id: true, email: true },
  });
  return new Map(rows.map(({ id, email }) => [id, email!]));
}

export async function markForwarded(id: string, now: Date): Promise<void> {
  await db().subscriber.updateMany({
    where: { id, state: 'confirmed' },
    data: { forwardedAt: now, forwardError: null },
  });
}

export async function noteForwardError(id: string, forwardError: string): Promise<void> {
  await db().subscriber.updateMany({ where: { id, state: 'confirmed' }, data: { forwardError } });
}
