import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

export interface RatingRow {
  commentId: string;
  userId: string;
  helpful: boolean;
}

export interface Factors {
  commentId: string;
  intercept: number;
  factor: number;
}

/** What the last factorization used. */
export interface Run {
  computedAt: Date;
  ratings: number;
  raters: number;
  comments: number;
  rounds: number;
}

/** Ratings of visible comments that count, in the order of their keys, after the one given. */
export async function readRatings(
  after: { commentId: string; userId: string },
  limit: number,
): Promise<RatingRow[]> {
  return rowsOf<RatingRow>(Prisma.sql`
    SELECT r.comment_id AS "commentId", r.user_id AS "userId", r.helpful
    FROM ratings r JOIN comments c ON c.id = r.comment_id
    WHERE (r.comment_id, r.user_id) > (${after.commentId}::uuid, ${after.userId}::uuid)
      AND r.counts_at IS NULL AND c.status = 'visible'
      AND NOT EXISTS (SELECT 1 FROM silenced s WHERE s.user_id = r.user_id)
    ORDER BY r.comment_id, r.user_id LIMIT ${limit}`);
}

/** Replaces the factors of all comments. */
export async function saveFactors(all: Factors[], run: Run, batch = 10_000): Promise<void> {
  const { computedAt } = run;
  const batches = Array.from({ length: Math.ceil(all.length / batch) }, (_, i) =>
    all.slice(i * batch, (i + 1) * batch),
  );
  const client = db();
  await client.$transaction([
    // A factorization on command may run beside the nightly one.
    client.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('factorization'))`,
    client.commentFactors.deleteMany(),
    ...batches.map((rows) => client.$executeRaw(insertFactors(rows, computedAt))),
    client.factorization.upsert({ where: { id: 1 }, create: run, update: run }),
  ]);
}

/** A comment may have been deleted since its ratings were read. */
function insertFactors(rows: Factors[], computedAt: Date): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO comment_factors (comment_id, ground_intercept, ground_factor, computed_at)
    SELECT c.id, f.intercept, f.factor, ${computedAt}
    FROM unnest(${rows.map(({ commentId }) => commentId)}::uuid[], ${rows.map(({ intercept }) => intercept)}::float8[],
      ${rows.map(({ factor }) => factor)}::float8[]) AS f(id, intercept, factor)
    JOIN comments c ON c.id = f.id`;
}

/** Whether there were ratings before that time, and no factorization since. */
export async function isDue(since: Date): Promise<boolean> {
  const rows = await rowsOf(Prisma.sql`
    SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM factorizations WHERE computed_at >= ${since})
      AND EXISTS (SELECT 1 FROM ratings WHERE created_at < ${since})`);
  return rows.length > 0;
}

export async function readRun(): Promise<Run | null> {
  return db().factorization.findUnique({ where: { id: 1 }, omit: { id: true } });
}
