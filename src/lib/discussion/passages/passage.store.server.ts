import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { isPlacedIn } from '#lib/passages/read-passages.server.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { COLUMNS, JOINS, OWN_RATING, RATED } from '#lib/discussion/store/comment.store.server.ts';

/** More comments on the passages of one block are in the discussion. */
const MOST = 200;

interface BlockPlace {
  section: string;
  block: number;
  /** Where each block begins in the text of its section. */
  starts: number[];
}

/** The visible comments on passages that are in a block, as it is now, the newest first. */
export async function readPassageComments(
  verdictId: string,
  { section, block, starts }: BlockPlace,
  actor: Actor | null,
): Promise<CommentRow[]> {
  const place = Prisma.sql`coalesce(c.anchor->'at', c.anchor)`;
  const first = Prisma.sql`(${place}->>'block')::int`;
  // One that begins in an earlier block may go on in this one.
  const end = Prisma.sql`(${starts}::int[])[${first} + 1] + (${place}->>'end')::int`;
  return rowsOf<CommentRow>(Prisma.sql`
    SELECT ${COLUMNS}, ${OWN_RATING} FROM comments c ${JOINS} ${RATED(actor)}
    WHERE c.verdict_id = ${verdictId}::uuid AND c.status = 'visible' AND ${isPlacedIn(Prisma.sql`v.version`)}
      AND ${place}->>'section' = ${section} AND ${first} <= ${block}::int AND ${end} > ${starts[block]!}::int
    ORDER BY c.id DESC LIMIT ${MOST}::int`);
}
