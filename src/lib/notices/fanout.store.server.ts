import { Prisma } from '#lib/db/generated/client.ts';
import { withoutJob } from '#lib/db/job-table.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { db } from '#lib/db/client.server.ts';
import type { JobRow } from '#lib/jobs/row-queue.ts';

export const FANOUT_QUEUE = 'follower-notices';

export async function unscheduledFanouts(limit: number): Promise<JobRow[]> {
  return rowsOf<JobRow>(Prisma.sql`
    SELECT f.comment_id::text AS id FROM notice_fanouts f
    WHERE ${withoutJob(FANOUT_QUEUE, Prisma.sql`f.comment_id`)} ORDER BY f.comment_id LIMIT ${limit}`);
}

export async function waitingFanouts(): Promise<string[]> {
  const rows = await db().noticeFanout.findMany({ orderBy: { commentId: 'asc' } });
  return rows.map(({ commentId }) => commentId);
}
