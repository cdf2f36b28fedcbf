import { db, type Tx } from '#lib/db/client.server.ts';
import { REPORT_AGAIN_AFTER } from '#lib/moderation/cases/case.ts';
import { isUuid } from '#lib/uuid.ts';
import type { ReportReason } from './reason.ts';

export interface NewReport {
  caseId: string;
  commentId: string;
  version: number;
  reporterId: string;
  reason: ReportReason;
  note: string | null;
  weight: number;
  /** Towards automatic hiding. */
  counts: boolean;
  now: Date;
}

export interface OwnReport {
  id: string;
  caseId: string;
  reason: ReportReason;
  note: string | null;
  version: number;
  createdAt: Date;
}

/** Copies the current text, so that a later edit hides nothing. */
export async function insertReport(tx: Tx, report: NewReport): Promise<void> {
  const { now } = report;
  await tx.$executeRaw`
    INSERT INTO reports (id, case_id, comment_id, version, body, reporter_id, reason, note, weight, counts,
      created_at)
    SELECT gen_random_uuid(), ${report.caseId}::uuid, id, version, body, ${report.reporterId}::uuid,
      ${report.reason}::"ReportReason", ${report.note}, ${report.weight}::float8, ${report.counts}, ${now}
    FROM comments WHERE id = ${report.commentId}::uuid AND version = ${report.version}`;
}

/** This reader's open report of the comment, whichever revision. */
export async function readOwnReport(
  commentId: string,
  reporterId: string,
  tx: Tx = db(),
): Promise<OwnReport | null> {
  if (!isUuid(commentId)) return null;
  return tx.report.findFirst({
    where: { commentId, reporterId, state: 'open' },
    select: { id: true, caseId: true, reason: true, note: true, version: true, createdAt: true },
    orderBy: { version: 'desc' },
  });
}

/** The comments on which this reader has an open report. */
export async function readReportedComments(reporterId: string): Promise<string[]> {
  const rows = await db().report.findMany({
    where: { reporterId, state: 'open' },
    distinct: ['commentId'],
    select: { commentId: true },
  });
  return rows.map(({ commentId }) => commentId);
}

export async function deleteClosedReports(reporterId: string): Promise<void> {
  await db().report.deleteMany({ where: { reporterId, state: { not: 'open' } } });
}

/** Withdraws this reader's open reports on the comment. @returns their case; null if there were none */
export async function withdrawReports(
  tx: Tx,
  { commentId, reporterId, now }: { commentId: string; reporterId: string; now: Date },
): Promise<string | null> {
  const [gone] = await tx.report.updateManyAndReturn({
    where: { commentId, reporterId, state: 'open' },
    data: { state: 'withdrawn', closedAt: now },
    select: { caseId: true },
  });
  return gone?.caseId ?? null;
}

/** Whether a moderator kept this revision within the last day. */
export async function wasRecentlyKept(
  tx: Tx,
  { commentId, version, now }: { commentId: string; version: number; now: Date },
): Promise<boolean> {
  const since = new Date(now.getTime() - REPORT_AGAIN_AFTER);
  const looked = await tx.decision.findFirst({
    where: {
      commentId,
      version,
      kind: { in: ['keep', 'restore', 'let_in', 'overturn_appeal'] },
      moderatorId: { not: null },
      createdAt: { gt: since },
      undoneBy: null,
    },
    select: { id: true },
  });
  return looked !== null;
}
