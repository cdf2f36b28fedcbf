import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { isUuid } from '#lib/uuid.ts';
import { REQUEST_WEIGHT } from '../removal-request.ts';
import { HELD_WEIGHT } from './case.ts';

/** Cases and the reports in them. Lock order: the verdict's row, comments, then the case; the ledger last. */

const FIELDS = {
  id: true,
  commentId: true,
  authorId: true,
  verdictId: true,
  state: true,
  held: true,
  isAppeal: true,
  openedAt: true,
  version: true,
  leaseHolderId: true,
  leasedUntil: true,
  author: { select: { username: true, role: true } },
  verdict: { select: { slug: true } },
} satisfies Prisma.CaseSelect;

export type CaseRow = Prisma.CaseGetPayload<{ select: typeof FIELDS }>;

export async function readCase(id: string, tx: Tx = db()): Promise<CaseRow | null> {
  return isUuid(id) ? tx.case.findUnique({ where: { id }, select: FIELDS }) : null;
}

/** The comment's open case. Opens one if there is none: the partial unique key lets one of two writers insert it. */
export async function openCase(
  tx: Tx,
  comment: { id: string; authorId: string; verdictId: string; held?: boolean },
  now: Date,
): Promise<{ id: string; opened: boolean }> {
  const [row] = await tx.$queryRaw<{ id: string; opened: boolean }[]>`
    INSERT INTO cases (id, comment_id, author_id, verdict_id, held, weight, opened_at)
    VALUES (gen_random_uuid(), ${comment.id}::uuid, ${comment.authorId}::uuid, ${comment.verdictId}::uuid,
      ${comment.held ?? false}, ${comment.held ? HELD_WEIGHT : 0}::float8, ${now})
    ON CONFLICT (comment_id) WHERE state = 'open' AND NOT is_appeal
    DO UPDATE SET version = cases.version + 1, held = cases.held OR excluded.held
    RETURNING id, xmax = 0 AS opened`;
  return row!;
}

export interface CountedCase {
  /** Of the reports that count towards automatic hiding. */
  hiding: number;
  open: boolean;
}

/**
 * Recounts a case's open reports, removal requests and weight. All reports of new accounts together weigh as much as the
 * heaviest of them, so that many fresh accounts can't push a case to the top of the queue; so do all requests together.
 * Closes the case if it has neither and its comment is neither held nor hidden: the last reporter has withdrawn the
 * report.
 */
export async function recountCase(tx: Tx, id: string, now: Date): Promise<CountedCase> {
  // A comment hidden by reports stays in the queue even after all of them are withdrawn.
  const staysOpen = Prisma.sql`(counted.report_count > 0 OR requested.request_count > 0 OR held OR EXISTS (
    SELECT 1 FROM comments WHERE comments.id = cases.comment_id AND comments.status = 'hidden'))`;
  const [row] = await tx.$queryRaw<CountedCase[]>`
    UPDATE cases SET weight = counted.hiding + counted.fresh + CASE WHEN held THEN ${HELD_WEIGHT}::float8 ELSE 0 END
        + CASE WHEN requested.request_count > 0 THEN ${REQUEST_WEIGHT}::float8 ELSE 0 END,
      report_count = counted.report_count, heat = counted.heat, request_count = requested.request_count, version = version + 1,
      state = CASE WHEN ${staysOpen} THEN state ELSE 'decided' END,
      decided_at = CASE WHEN ${staysOpen} THEN decided_at ELSE coalesce(decided_at, ${now}) END
    FROM (
      SELECT count(*)::int AS report_count, count(*) FILTER (WHERE counts)::int AS heat,
        coalesce(sum(weight) FILTER (WHERE counts), 0)::float8 AS hiding,
        coalesce(max(weight) FILTER (WHERE NOT counts), 0)::float8 AS fresh
      FROM reports WHERE case_id = ${id}::uuid AND state = 'open'
    ) counted, (
      SELECT count(*)::int AS request_count FROM removal_requests
      WHERE case_id = ${id}::uuid AND state = 'open'
    ) requested WHERE id = ${id}::uuid RETURNING counted.hiding, cases.state = 'open' AS open`;
  return row!;
}

export async function lockCase(tx: Tx, id: string): Promise<{ open: boolean; held: boolean }> {
  const [row] = await tx.$queryRaw<{ open: boolean; held: boolean }[]>`
    SELECT state = 'open' AS open, held FROM cases WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return row ?? { open: false, held: false };
}

/** @returns false if the case is already decided */
export async function closeCase(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.case.updateMany({
    where: { id, state: 'open' },
    data: {
      state: 'decided',
      decidedAt: now,
      held: false,
      reportCount: 0,
      heat: 0,
      requestCount: 0,
      version: { increment: 1 },
      leaseHolderId: null,
      leasedUntil: null,
    },
  });
  return count === 1;
}

/** Reopens a case, and the reports that were closed at `closedAt`. */
export async function reopenCase(
  tx: Tx,
  { id, held, closedAt }: { id: string; held: boolean; closedAt: Date },
): Promise<void> {
  await tx.report.updateMany({
    where: { caseId: id, closedAt, state: { not: 'withdrawn' } },
    data: { state: 'open', closedAt: null },
  });
  await tx.case.update({
    where: { id },
    data: { state: 'open', decidedAt: null, held },
    select: { id: true },
  });
  await recountCase(tx, id, closedAt);
}

/** The open case on a comment, or else the one decided last. Appeals don't count. */
export async function readLatestCaseOn(
  commentId: string,
): Promise<{ id: string; open: boolean; version: number } | null> {
  const found = await db().case.findFirst({
    where: { commentId, isAppeal: false },
    select: { id: true, state: true, version: true },
    orderBy: [{ state: 'asc' }, { decidedAt: 'desc' }],
  });
  return found && { id: found.id, open: found.state === 'open', version: found.version };
}

/** Ids of the open cases on these comments, without appeals. */
export async function readOpenCasesOn(tx: Tx, commentIds: string[]): Promise<string[]> {
  const rows = await tx.case.findMany({
    where: { commentId: { in: commentIds }, state: 'open', isAppeal: false },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Closes the case if it has no reports. @returns the ids of the comment's open cases */
export async function endHold(tx: Tx, commentId: string, now: Date): Promise<string[]> {
  const ids = await readOpenCasesOn(tx, [commentId]);
  await tx.case.updateMany({ where: { id: { in: ids } }, data: { held: false } });
  for (const id of ids) await recountCase(tx, id, now);
  return ids;
}

/** @returns the reporters */
export async function closeReports(
  tx: Tx,
  caseIds: string[],
  state: 'upheld' | 'rejected' | 'ignored',
  now: Date,
): Promise<{ reporterId: string; commentId: string }[]> {
  return tx.$queryRaw<{ reporterId: string; commentId: string }[]>`
    WITH closed AS (
      UPDATE reports SET state = ${state}::"ReportState", closed_at = ${now}
      WHERE case_id = ANY(${caseIds}::uuid[]) AND state = 'open' RETURNING reporter_id, comment_id
    )
    SELECT DISTINCT reporter_id AS "reporterId", comment_id AS "commentId" FROM closed WHERE reporter_id IS NOT NULL`;
}

/** Deletes the copies of a comment's text in reports, and the notes, which may quote it. */
export async function eraseReportedText(tx: Tx, commentId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE reports SET body = '', note = CASE WHEN reason = 'other' THEN 'erased' END
    WHERE comment_id = ${commentId}::uuid`;
}
