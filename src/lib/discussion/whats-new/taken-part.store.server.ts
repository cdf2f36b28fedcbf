import { Prisma } from '#lib/db/generated/client.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** More than anyone argues about; the list shows those published last of them. */
const MAX_TAKEN_PART = limitOf(2000);

/** Newest acts of each kind that are looked at, so that a page costs the same after years of them. */
const RECENT = limitOf(5000);

/** Ids of the verdicts that an account commented on, voted on, follows, or rated comments of, by its newest acts. */
export async function readTakenPart(userId: string): Promise<string[]> {
  const me = Prisma.sql`${userId}::uuid`;
  const rows = await rowsOf<{ id: string }>(Prisma.sql`
    SELECT DISTINCT id FROM (
      (SELECT c.verdict_id AS id FROM comments c WHERE c.author_id = ${me} AND c.status <> 'withdrawn'
        ORDER BY c.created_at DESC ${RECENT})
      UNION ALL SELECT k.verdict_id FROM (
        SELECT w.claim_id FROM votes w WHERE w.user_id = ${me} ORDER BY w.created_at DESC ${RECENT}
      ) voted JOIN claims k ON k.id = voted.claim_id
      UNION ALL SELECT c.verdict_id FROM (
        SELECT r.comment_id FROM ratings r WHERE r.user_id = ${me} ORDER BY r.created_at DESC ${RECENT}
      ) rated JOIN comments c ON c.id = rated.comment_id
      UNION ALL SELECT f.target_id FROM follows f
        WHERE f.user_id = ${me} AND f.kind = 'verdict' AND f.level = 'follow'
    ) taken_part ORDER BY id DESC ${MAX_TAKEN_PART}`);
  return rows.map(({ id }) => id);
}
