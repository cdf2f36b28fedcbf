import type { Actor } from '#lib/actor.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { isPlacedIn } from '#lib/passages/read-passages.server.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { COLUMNS, JOINS, OWN_RATING, RATED } from '#lib/discussion/store/comment.store.server.ts';

interface BlockPlace {
  section: string;
  block: number;
  /** Where each block begins in the text of its section. */
  starts: number[];
}

/** The page that begins after the comment `before`, with one row more if there is a next page. */
interface Page {
  before: string | null;
  limit: number;
}

/**
 * The visible comments on passages that are in a block, as it is now, the newest first. `count`: on all pages.
 */
export async function readPassageComments(
  verdictId: string,
  { section, block, starts }: BlockPlace,
  { before, limit }: Page,
  actor: Actor | null,
): Promise<{ rows: CommentRow[]; count: number }> {
  const place = Prisma.sql`coalesce(c.anchor->'at', c.anchor)`;
  const first = Prisma.sql`(${place}->>'block')::int`;
  // One that begins in an earlier block may go on in this one.
  const end = Prisma.sql`(${starts}::int[])[${first} + 1] + (${place}->>'end')::int`;
  const older = before === null ? Prisma.empty : Prisma.sql`WHERE id < ${before}::uuid`;
  const rows = await rowsOf<CommentRow & { count: number }>(Prisma.sql`
    WITH here AS MATERIALIZED (
      SELECT c.id FROM comments c JOIN verdicts v ON v.id = c.verdict_id
      WHERE c.verdict_id = ${verdictId}::uuid AND c.status = 'visible' AND ${isPlacedIn(Prisma.sql`v.version`)}
        AND ${place}->>'section' = ${section} AND ${first} <= ${block}::int AND ${end} > ${starts[block]!}::int
    ), page AS (SELECT id FROM here ${older} ORDER BY id DESC LIMIT ${limit + 1}::int)
    SELECT ${COLUMNS}, ${OWN_RATING}, (SELECT count(*)::int FROM here) AS count
    FROM page JOIN comments c ON c.id = page.id ${JOINS} ${RATED(actor)} ORDER BY c.id DESC`);
  return { rows, count: rows[0]?.count ?? 0 };
}
