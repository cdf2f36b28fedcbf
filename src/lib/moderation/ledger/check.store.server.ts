import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { hasJobTable } from '#lib/db/job-table.server.ts';

/** A stored value that differs from the rows it is derived from. */
export interface Difference {
  what: string;
  id: string;
  stored: string;
  counted: string;
}

/** Each query returns the rows whose stored value differs from what it counts. */
const CHECKS: Record<string, Prisma.Sql> = {
  'comments of a verdict': Prisma.sql`
    SELECT v.slug AS id, v.comment_count::text AS stored, count(c.id)::text AS counted
    FROM verdicts v LEFT JOIN comments c ON c.verdict_id = v.id AND c.status = 'visible'
    GROUP BY v.id HAVING v.comment_count <> count(c.id)`,
  'replies of a comment': Prisma.sql`
    SELECT p.id::text, p.replies::text AS stored, count(c.id)::text AS counted
    FROM comments p LEFT JOIN comments c ON c.parent_id = p.id AND (c.status = 'visible' OR c.replies > 0)
    GROUP BY p.id HAVING p.replies <> count(c.id)`,
  'ratings of a comment': Prisma.sql`
    SELECT c.id::text, c.helpful || ' and ' || c.not_helpful AS stored, n.helpful || ' and ' || n.rest AS counted
    FROM comments c CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE r.helpful) AS helpful, count(*) FILTER (WHERE NOT r.helpful) AS rest
      FROM counted_ratings r WHERE r.comment_id = c.id
    ) n WHERE (c.helpful, c.not_helpful) <> (n.helpful, n.rest)`,
  'minds that a comment changed': Prisma.sql`
    SELECT c.id::text, c.credits::text AS stored, count(x.user_id)::text AS counted
    FROM comments c LEFT JOIN counted_credits x ON x.comment_id = c.id
    GROUP BY c.id HAVING c.credits <> count(x.user_id)`,
  'votes on a claim': Prisma.sql`
    SELECT c.id::text, c.agree || ' and ' || c.disagree AS stored, n.agree || ' and ' || n.disagree AS counted
    FROM claims c CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE v.stance = 'agree') AS agree, count(*) FILTER (WHERE v.stance = 'disagree') AS disagree
      FROM counted_votes v WHERE v.claim_id = c.id
    ) n WHERE (c.agree, c.disagree) <> (n.agree, n.disagree)`,
  // Without the counts: those of a camp never leave the server.
  'ratings by camp of a comment': Prisma.sql`
    SELECT c.id::text, 'other counts' AS stored, 'from ratings and votes' AS counted
    FROM comments c JOIN camp_counts n ON n.comment_id = c.id
    WHERE (c.agree_helpful, c.agree_not_helpful, c.disagree_helpful, c.disagree_not_helpful)
      <> (n.agree_helpful, n.agree_not_helpful, n.disagree_helpful, n.disagree_not_helpful)`,
  'common ground of a comment': Prisma.sql`
    SELECT c.id::text, c.ground_score || ', ' || c.ground_badge AS stored, k.score || ', ' || k.badge AS counted
    FROM comments c CROSS JOIN LATERAL (
      SELECT ground_badge(c.ground_shown, c.ground_badge) AND NOT c.ground_vetoed AS badge, ground_score(c.helpful, c.not_helpful, c.ground_shown,
        ('x' || right(c.path, 8))::bit(32)::bigint, c.credits) AS score,
        c.agree_helpful + c.agree_not_helpful + c.disagree_helpful + c.disagree_not_helpful AS total
    ) k WHERE k.badge <> c.ground_badge OR k.score <> c.ground_score OR ground_is_due(c.ground_shown, k.total)
      OR (c.agree_score, c.disagree_score)
        IS DISTINCT FROM (ground_side(c.ground_shown[1], c.ground_shown[2]), ground_side(c.ground_shown[3], c.ground_shown[4]))`,
  'headline of a verdict': Prisma.sql`
    SELECT v.slug AS id, 'a claim' AS stored, 'not one of this version' AS counted
    FROM verdicts v JOIN claims c ON c.id = v.headline_id WHERE c.verdict_id <> v.id OR c.retired_at IS NOT NULL`,
  'rejection of a claim, which was due': Prisma.sql`
    SELECT id::text, rejection_votes || ' votes' AS stored, agree + disagree || ' votes' AS counted
    FROM claims WHERE rejection_due(agree + disagree, rejection_votes)`,
  'seq of a verdict': Prisma.sql`
    SELECT v.slug AS id, v.seq::text AS stored, max(c.seq)::text AS counted
    FROM verdicts v JOIN comments c ON c.verdict_id = v.id GROUP BY v.id HAVING v.seq < max(c.seq)`,
  'reports in a case': Prisma.sql`
    SELECT k.id::text, k.report_count || ', ' || k.heat || ' count, of weight ' || round(k.weight::numeric, 6) AS stored,
      n.reports || ', ' || n.heat || ' count, of weight ' || round((n.weight + CASE WHEN k.held THEN 1 ELSE 0 END + CASE WHEN k.request_count > 0 THEN 3 ELSE 0 END)::numeric, 6) AS counted
    FROM cases k CROSS JOIN LATERAL (
      SELECT count(*) AS reports, count(*) FILTER (WHERE r.counts) AS heat, coalesce(sum(r.weight) FILTER (WHERE r.counts), 0)
        + coalesce(max(r.weight) FILTER (WHERE NOT r.counts), 0) AS weight
      FROM reports r WHERE r.case_id = k.id AND r.state = 'open'
    ) n WHERE k.state = 'open' AND NOT k.is_appeal
      AND ((k.report_count, k.heat) <> (n.reports, n.heat) OR abs(k.weight - n.weight - CASE WHEN k.held THEN 1 ELSE 0 END
        - CASE WHEN k.request_count > 0 THEN 3 ELSE 0 END) > 0.000001)`,
  'removal requests in a case': Prisma.sql`
    SELECT k.id::text, k.request_count::text AS stored, count(r.id)::text AS counted
    FROM cases k LEFT JOIN removal_requests r ON r.case_id = k.id AND r.state = 'open'
    WHERE NOT k.is_appeal GROUP BY k.id HAVING k.request_count <> count(r.id)`,
  'open reports in a decided case': Prisma.sql`
    SELECT k.id::text, 'decided' AS stored, count(*) || ' open' AS counted
    FROM cases k JOIN reports r ON r.case_id = k.id AND r.state = 'open' WHERE k.state = 'decided' GROUP BY k.id`,
  'status of a comment': Prisma.sql`
    SELECT id::text, status::text AS stored,
      CASE WHEN withdrawn_at IS NULL THEN moderated_status::text ELSE 'withdrawn' END AS counted
    FROM comments WHERE status::text <> CASE WHEN withdrawn_at IS NULL THEN moderated_status::text ELSE 'withdrawn' END`,
  'a held or hidden comment without an open case': Prisma.sql`
    SELECT c.id::text, c.status::text AS stored, 'no open case' AS counted FROM comments c
    WHERE c.status IN ('pending', 'hidden') AND NOT EXISTS (
      SELECT 1 FROM cases k WHERE k.comment_id = c.id AND k.state = 'open' AND NOT k.is_appeal)`,
  'a removal without a decision': Prisma.sql`
    SELECT c.id::text, 'removed' AS stored, 'no decision' AS counted FROM comments c
    WHERE c.moderated_status = 'removed' AND NOT EXISTS (
      SELECT 1 FROM decisions d WHERE d.comment_id = c.id AND d.kind IN ('remove', 'erase')
        AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.undoes_id = d.id))`,
  'a decision without its row in the log': Prisma.sql`
    SELECT id::text, kind::text AS stored, 'no row' AS counted FROM decisions
    WHERE ledger_no IS NULL AND NOT coalesce(before ? 'partOf', false)`,
  'a row of the log without a decision': Prisma.sql`
    SELECT l.no::text AS id, l.kind AS stored, coalesce(d.kind::text, 'no decision') AS counted
    FROM ledger l LEFT JOIN decisions d ON d.ledger_no = l.no 
    WHERE l.kind <> 'rebuilt' AND (d.id IS NULL OR d.kind::text <> l.kind)`,
};

/**
 * Compares pending emails with their jobs. Emails younger than two minutes are skipped: every process looks for emails
 * without a job once a minute.
 */
const QUEUE_CHECKS: Record<string, Prisma.Sql> = {
  'an email that waits without a job': Prisma.sql`
    SELECT m.id::text, m.state::text AS stored, 'no job' AS counted FROM mails m
    WHERE m.state IN ('pending', 'sending') AND NOT m.held AND m.created_at < now() - interval '2 minutes'
      AND NOT EXISTS (
        SELECT 1 FROM pgboss.job j
        WHERE j.name = 'mail' AND j.singleton_key = m.id::text AND j.state < 'completed')`,
  'a job without its email': Prisma.sql`
    SELECT j.singleton_key AS id, j.state::text AS stored, 'no email' AS counted FROM pgboss.job j
    WHERE j.name = 'mail' AND j.state < 'completed'
      AND NOT EXISTS (SELECT 1 FROM mails m WHERE m.id::text = j.singleton_key)`,
};

export const CHECKED = Object.keys({ ...CHECKS, ...QUEUE_CHECKS });

/** Runs all checks on one snapshot. Each returns at most a hundred differences. */
export async function findDifferences(): Promise<Difference[]> {
  // Without a job table, the site has never run on this database.
  const checks = { ...CHECKS, ...((await hasJobTable()) ? QUEUE_CHECKS : {}) };
  return db().$transaction(
    async (tx: Tx) => {
      const found: Difference[] = [];
      for (const [what, sql] of Object.entries(checks)) {
        const rows = await tx.$queryRaw<Omit<Difference, 'what'>[]>`SELECT * FROM (${sql}) found LIMIT 100`;
        found.push(...rows.map((row) => ({ what, ...row })));
      }
      return found;
    },
    { isolationLevel: 'RepeatableRead', timeout: 300_000 },
  );
}
