import { db, type Tx } from '#lib/db/client.server.ts';
import { REPEAT_WINDOW } from './repeated.ts';

const DAY = 24 * 60 * 60 * 1000;

/** What an author wrote lately, as far as screening asks. */
export interface Lately {
  /** This very text stands or waits since less than ten minutes. What was taken back may be said again elsewhere. */
  repeats: boolean;
  /** When the oldest of the last `most` comments was written, where they all are of the last 24 hours. */
  dayFullSince: Date | null;
}

export async function readLately(
  authorId: string,
  { body, most, now }: { body: string; most: number; now: Date },
): Promise<Lately> {
  const [row] = await db().$queryRaw<Lately[]>`
    SELECT EXISTS (
        SELECT 1 FROM comments WHERE author_id = ${authorId}::uuid AND body = ${body} AND status <> 'withdrawn'
          AND created_at > ${new Date(now.getTime() - REPEAT_WINDOW)} AND created_at <= ${now}
      ) AS repeats,
      (SELECT created_at FROM comments
        WHERE author_id = ${authorId}::uuid AND created_at > ${new Date(now.getTime() - DAY)} AND created_at <= ${now}
        ORDER BY created_at DESC OFFSET ${most - 1} LIMIT 1) AS "dayFullSince"`;
  return row!;
}

/** A word's report weighs like one of a new reader: it says that somebody should look, not that it is bad. */
const WORD_WEIGHT = 1;

/** Reports a comment as it stands in this transaction for a word of the admin's list; its case opens where none is. */
export async function insertWordReport(
  tx: Tx,
  { commentId, note, now }: { commentId: string; note: string; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH opened AS (
      INSERT INTO cases (id, comment_id, author_id, verdict_id, weight, reports, opened_at)
      SELECT gen_random_uuid(), id, author_id, verdict_id, ${WORD_WEIGHT}::float8, 1, ${now}
      FROM comments WHERE id = ${commentId}::uuid
      ON CONFLICT (comment_id) WHERE state = 'open' AND NOT is_appeal
      DO UPDATE SET weight = cases.weight + excluded.weight, reports = cases.reports + 1, version = cases.version + 1
      RETURNING id
    )
    INSERT INTO reports (id, case_id, comment_id, version, body, reason, note, weight, created_at)
    SELECT gen_random_uuid(), opened.id, c.id, c.version, c.body, 'other', ${note}, ${WORD_WEIGHT}::float8, ${now}
    FROM comments c, opened WHERE c.id = ${commentId}::uuid`;
}
