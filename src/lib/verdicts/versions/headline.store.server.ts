import type { Tx } from '#lib/db/client.server.ts';
import { limitOf } from '#lib/db/query-plans.server.ts';
import { headlineOf } from '#lib/verdicts/headline.ts';
import type { VersionRecord } from './version.store.server.ts';

/**
 * Stores which claim is on the stamp. If it is another claim now, its voters are other camps, so the comments' ratings
 * are counted again, and what derived from the old camps is gone. The caller has locked the verdict's row.
 */
export async function saveHeadline(
  tx: Tx,
  verdictId: string,
  { content, claims }: Pick<VersionRecord, 'content' | 'claims'>,
): Promise<void> {
  const { kind = null, key = null } = headlineOf({ score: content.score, claims }) ?? {};
  const changed = await tx.$executeRaw`
    UPDATE verdicts v SET headline_id = found.id FROM (SELECT (
      SELECT id FROM claims WHERE verdict_id = ${verdictId}::uuid AND kind = ${kind}::"ClaimKind" AND key = ${key}
    ) AS id) found WHERE v.id = ${verdictId}::uuid AND v.headline_id IS DISTINCT FROM found.id`;
  if (changed > 0) await recountCamps(tx, verdictId);
}

/** No statement holds more comments than this, and none is long. */
const STEP = 500;

async function recountCamps(tx: Tx, verdictId: string): Promise<void> {
  for (let after: string | null = ''; after !== null;)
    after = await recountNext(tx, verdictId, { after, limit: STEP });
}

/**
 * Open pages learn at their next resync which badges are gone, and which there are now: the version has moved the tally
 * version. @returns the path of the last comment; null: there are no more
 */
async function recountNext(
  tx: Tx,
  verdictId: string,
  { after, limit }: { after: string; limit: number },
): Promise<string | null> {
  const [part] = await tx.$queryRaw<{ last: string | null }[]>`
    WITH part AS (
      SELECT path FROM comments WHERE verdict_id = ${verdictId}::uuid AND path > ${after} ORDER BY path ${limitOf(limit)}
    ), counted AS MATERIALIZED (
      SELECT n.* FROM camp_counts n
      WHERE n.verdict_id = ${verdictId}::uuid AND n.path > ${after} AND n.path <= (SELECT max(path) FROM part)
    ), recounted AS (
      UPDATE comments c SET ground_shown = '{0,0,0,0}', ground_badge = false, agree_score = NULL, disagree_score = NULL,
        agree_helpful = n.agree_helpful, agree_not_helpful = n.agree_not_helpful,
        disagree_helpful = n.disagree_helpful, disagree_not_helpful = n.disagree_not_helpful,
        rated_version = v.tally_version
      FROM counted n JOIN verdicts v ON v.id = n.verdict_id
      WHERE c.id = n.comment_id AND (c.ground_shown <> '{0,0,0,0}'
        OR (c.agree_helpful, c.agree_not_helpful, c.disagree_helpful, c.disagree_not_helpful)
          <> (n.agree_helpful, n.agree_not_helpful, n.disagree_helpful, n.disagree_not_helpful))
    )
    SELECT max(path) AS last FROM part`;
  return part!.last;
}
