import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma, type ReportIssueState } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { IssueContent, IssueState, SkipReason } from './issue.ts';

export interface IssueRow {
  id: string;
  n: number;
  state: Exclude<IssueState, 'skipped'>;
  introduction: string;
  content: IssueContent;
  version: number;
  periodStart: Date;
  periodEnd: Date;
  composedAt: Date;
  scheduledFor: Date | null;
  sendStartedAt: Date | null;
  sendFinishedAt: Date | null;
}

const FIELDS = {
  ...{ id: true, n: true, state: true, introduction: true, content: true, version: true },
  ...{ periodStart: true, periodEnd: true, composedAt: true, scheduledFor: true },
  ...{ sendStartedAt: true, sendFinishedAt: true },
} as const;

/** At most one issue has one of these. */
const UNFINISHED: ReportIssueState[] = ['draft', 'sending', 'paused'];
/** Readers see these in the archive. */
const PUBLIC: ReportIssueState[] = ['sending', 'paused', 'sent'];

export async function readUnfinished(tx: Tx = db()): Promise<IssueRow | null> {
  return asIssue(await tx.reportIssue.findFirst({ where: { state: { in: UNFINISHED } }, select: FIELDS }));
}

export async function readIssue(id: string, tx: Tx = db()): Promise<IssueRow | null> {
  return asIssue(await tx.reportIssue.findUnique({ where: { id }, select: FIELDS }));
}

export async function readPublicIssue(n: number): Promise<IssueRow | null> {
  return asIssue(await db().reportIssue.findFirst({ where: { n, state: { in: PUBLIC } }, select: FIELDS }));
}

/** Newest first, before number `before`. */
export async function readPublicIssues({
  before,
  limit,
}: {
  before?: number | undefined;
  limit: number;
}): Promise<IssueRow[]> {
  const rows = await db().reportIssue.findMany({
    where: { state: { in: PUBLIC }, ...(before === undefined ? {} : { n: { lt: before } }) },
    orderBy: { n: 'desc' },
    take: limit,
    select: FIELDS,
  });
  return rows.map((row) => asIssue(row)!);
}

/** Only skipped weeks lack a number, and no query here reads them. */
const asIssue = (row: object | null) => row as IssueRow | null;

export interface SkippedRow {
  scheduledFor: Date;
  reason: SkipReason;
}

/** The last scheduled hour for which nothing was sent, unless an issue was sent after it. */
export async function readLastSkip(): Promise<SkippedRow | null> {
  const [row] = await rowsOf<SkippedRow>(Prisma.sql`
    SELECT i.scheduled_for AS "scheduledFor", i.skip_reason AS reason FROM report_issues i
    WHERE i.state = 'skipped' AND NOT EXISTS (
      SELECT 1 FROM report_issues later WHERE later.send_started_at > i.composed_at)
    ORDER BY i.composed_at DESC LIMIT 1`);
  return row ?? null;
}

/** The latest issue that isn't a draft: the next period begins where its period ended. */
export interface PreviousIssue {
  id: string;
  n: number;
  periodEnd: Date;
  sendStartedAt: Date;
}

export async function readPrevious(): Promise<PreviousIssue | null> {
  const row = await db().reportIssue.findFirst({
    where: { state: { in: PUBLIC } },
    orderBy: { n: 'desc' },
    select: { id: true, n: true, periodEnd: true, sendStartedAt: true },
  });
  return row as PreviousIssue | null;
}

export interface NewIssue {
  content: IssueContent;
  periodStart: Date;
  periodEnd: Date;
}

/**
 * Stores a draft with the current tallies, for the next issue to compare with. If there is an unfinished issue by
 * now, returns that one instead.
 */
export async function insertIssueDraft(issue: NewIssue, now: Date): Promise<IssueRow> {
  return composing(async (tx) => {
    const existing = await readUnfinished(tx);
    if (existing) return existing;
    const last = await tx.reportIssue.aggregate({ _max: { n: true } });
    const { id } = await tx.reportIssue.create({
      data: {
        n: (last._max.n ?? 0) + 1,
        content: asJson(issue.content),
        periodStart: issue.periodStart,
        periodEnd: issue.periodEnd,
        composedAt: now,
      },
      select: { id: true },
    });
    await storeTallies(id, tx);
    return (await readIssue(id, tx))!;
  });
}

/** Records a skipped week, unless the hour has been handled. */
export async function insertSkipped(
  { scheduledFor, reason }: { scheduledFor: Date; reason: SkipReason },
  now: Date,
): Promise<boolean> {
  const { count } = await db().reportIssue.createMany({
    data: {
      state: 'skipped',
      skipReason: reason,
      content: { sections: [] },
      periodStart: now,
      periodEnd: now,
      composedAt: now,
      scheduledFor,
    },
    skipDuplicates: true,
  });
  return count === 1;
}

export async function isHandled(scheduledFor: Date): Promise<boolean> {
  const row = await db().reportIssue.findUnique({ where: { scheduledFor }, select: { id: true } });
  return row !== null;
}

export interface DraftChange {
  content?: IssueContent;
  introduction?: string;
  /** True if the draft was composed again. */
  period?: { start: Date; end: Date };
}

/** @returns false if the version is stale, or it isn't a draft any more */
export async function changeDraft(
  { id, version }: { id: string; version: number },
  { content, introduction, period }: DraftChange,
): Promise<boolean> {
  return composing(async (tx) => {
    const { count } = await tx.reportIssue.updateMany({
      where: { id, version, state: 'draft' },
      data: {
        version: { increment: 1 },
        ...(content && { content: asJson(content) }),
        ...(introduction !== undefined && { introduction }),
        ...(period && { periodStart: period.start, periodEnd: period.end, composedAt: period.end }),
      },
    });
    if (count === 1 && period) await storeTallies(id, tx);
    return count === 1;
  });
}

export async function deleteIssueDraft({ id, version }: { id: string; version: number }): Promise<boolean> {
  const { count } = await db().reportIssue.deleteMany({ where: { id, version, state: 'draft' } });
  return count === 1;
}

/** One process at a time composes and edits. */
function composing<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('copecheck.report-issue'))`;
    return work(tx);
  });
}

/** Keeps the previous issue's tallies, so that composing again compares with them. */
async function storeTallies(issueId: string, tx: Tx): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM report_tallies t USING report_issues i WHERE i.id = t.issue_id AND (i.id = ${issueId}::uuid
      OR i.n < (SELECT max(n) FROM report_issues WHERE state IN ('sending', 'paused', 'sent')))`;
  await tx.$executeRaw`
    INSERT INTO report_tallies (issue_id, claim_id, agree, disagree)
    SELECT ${issueId}::uuid, c.id, c.agree, c.disagree FROM claims c
    WHERE c.retired_at IS NULL AND c.agree + c.disagree > 0`;
}

/** Prisma's JSON type has no optional properties. */
const asJson = (content: IssueContent) => content as unknown as Prisma.InputJsonObject;
