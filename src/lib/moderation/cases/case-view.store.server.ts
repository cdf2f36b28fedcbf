import { db, type Tx } from '#lib/db/client.server.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { CaseReport } from './case.ts';

const DECISION_LINE = {
  id: true,
  kind: true,
  reason: true,
  note: true,
  createdAt: true,
  moderator: { select: { username: true } },
  undoneBy: { select: { id: true } },
} satisfies Prisma.DecisionSelect;

export type DecisionLine = Prisma.DecisionGetPayload<{ select: typeof DECISION_LINE }>;

/** Decisions on the comment, or without one on the case, newest first. */
export async function readDecisionsOn(commentId: string | null, caseId: string): Promise<DecisionLine[]> {
  return db().decision.findMany({
    where: commentId ? { commentId } : { caseId },
    select: DECISION_LINE,
    orderBy: { id: 'desc' },
    take: 100,
  });
}

/** The case's reports, or an appeal's comment's, newest first. */
export async function readReportsOf(row: {
  id: string;
  isAppeal: boolean;
  commentId: string | null;
}): Promise<CaseReport[]> {
  const reports = await db().report.findMany({
    where: row.isAppeal && row.commentId ? { commentId: row.commentId } : { caseId: row.id },
    select: {
      id: true,
      reason: true,
      note: true,
      body: true,
      version: true,
      weight: true,
      counts: true,
      state: true,
      createdAt: true,
      reporter: { select: { username: true } },
    },
    orderBy: { createdAt: 'desc' },
    take: 200,
  });
  return reports.map(({ reporter, createdAt, ...report }) => ({
    ...report,
    reporter: reporter?.username ?? null,
    createdAt: createdAt.toISOString(),
  }));
}

/** The case's requests, or an appeal's comment's, newest first. */
export async function readRequestsOf(row: { id: string; isAppeal: boolean; commentId: string | null }) {
  return db().removalRequest.findMany({
    where: row.isAppeal && row.commentId ? { commentId: row.commentId } : { caseId: row.id },
    select: { id: true, reason: true, text: true, version: true, email: true, state: true, createdAt: true },
    orderBy: { createdAt: 'desc' },
    take: 100,
  });
}

export async function readAuthorRecord(authorId: string, caseId: string) {
  const [row] = await db().$queryRaw<
    { since: Date; comments: number; removed: number; warnings: number; earlierCases: number }[]
  >`
    SELECT u.created_at AS since,
      (SELECT count(*)::int FROM comments WHERE author_id = u.id) AS comments,
      (SELECT count(*)::int FROM comments WHERE author_id = u.id AND moderated_status = 'removed') AS removed,
      (SELECT count(*)::int FROM decisions d WHERE d.subject_id = u.id AND d.kind = 'warn'
        AND NOT EXISTS (SELECT 1 FROM decisions undo WHERE undo.undoes_id = d.id)) AS warnings,
      (SELECT count(*)::int FROM cases WHERE author_id = u.id AND state = 'decided' AND id <> ${caseId}::uuid) AS "earlierCases"
    FROM users u WHERE u.id = ${authorId}::uuid`;
  return row!;
}

export async function readAppealOf(caseId: string) {
  return db().appeal.findUnique({
    where: { caseId },
    select: {
      text: true,
      state: true,
      createdAt: true,
      firstModeratorId: true,
      decision: { select: DECISION_LINE },
    },
  });
}

export async function hasOtherModerator(userId: string, tx: Tx = db()): Promise<boolean> {
  const other = await tx.user.findFirst({
    where: { id: { not: userId }, role: { in: ['moderator', 'admin'] }, eraseAt: null },
    select: { id: true },
  });
  return other !== null;
}

export async function readLocks(
  verdictId: string | null,
  commentId: string | null,
): Promise<{ thread: boolean; branch: boolean }> {
  const [row] = await db().$queryRaw<{ thread: boolean; branch: boolean }[]>`
    SELECT coalesce((SELECT locked_at IS NOT NULL FROM verdicts WHERE id = ${verdictId}::uuid), false) AS thread,
      coalesce((SELECT locked_at IS NOT NULL FROM comments WHERE id = ${commentId}::uuid), false) AS branch`;
  return row!;
}
