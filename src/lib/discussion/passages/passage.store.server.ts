import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { isPlacedIn } from '#lib/passages/read-passages.server.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { COLUMNS, JOINS, OWN_RATING, RATED } from '#lib/discussion/store/comment.store.server.ts';

/** More comments on the passages of one section are in the discussion. */
const MOST = 200;

/** The visible comments on passages of a section, as it is now, oldest first. */
export async function readPassageComments(
  verdictId: string,
  section: string,
  actor: Actor | null,
): Promise<CommentRow[]> {
  return rowsOf<CommentRow>(Prisma.sql`
    SELECT ${COLUMNS}, ${OWN_RATING} FROM comments c ${JOINS} ${RATED(actor)}
    WHERE c.verdict_id = ${verdictId}::uuid AND c.status = 'visible' AND ${isPlacedIn(Prisma.sql`v.version`)}
      AND coalesce(c.anchor->'at'->>'section', c.anchor->>'section') = ${section}
    ORDER BY c.path LIMIT ${MOST}::int`);
}
