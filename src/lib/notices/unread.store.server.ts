import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { COUNTED_UNREAD } from './unread.ts';

/**
 * Whether notice `n` is shown: not while the comment that it is about isn't public. A reader's own comments are
 * different: their notices say why they aren't public.
 */
export const IS_SHOWN = Prisma.sql`(
  n.kind NOT IN ('mention', 'reply', 'new_in_branch', 'new_in_verdict', 'new_by_person', 'challenge_waiting')
  OR n.comment_id IS NULL
  OR EXISTS (
    SELECT 1 FROM comments shown JOIN verdicts on_it ON on_it.id = shown.verdict_id
    WHERE shown.id = n.comment_id AND shown.status = 'visible' AND on_it.state <> 'unpublished'))`;

/** SQL for the number of a user's unread notices: for statements that read more at the same time. */
export function unreadNotices(userId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (
    SELECT 1 FROM notices n WHERE n.user_id = ${userId} AND n.read_at IS NULL AND ${IS_SHOWN} ${limitOf(COUNTED_UNREAD)}
  ) unread)`;
}

/** Numbers of unread notices by account. */
export async function countUnread(userIds: string[]): Promise<Map<string, number>> {
  const rows = await rowsOf<{ id: string; unread: number }>(Prisma.sql`
    SELECT asked.id, ${unreadNotices(Prisma.sql`asked.id`)} AS unread FROM unnest(${userIds}::uuid[]) AS asked(id)`);
  return new Map(rows.map(({ id, unread }) => [id, unread]));
}
