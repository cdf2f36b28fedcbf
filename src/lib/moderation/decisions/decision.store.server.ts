import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { isUuid } from '#lib/uuid.ts';
import type { DecisionKind } from '#lib/moderation/cases/case.ts';

/** The state before a decision, for undo and overturned appeals. */
export interface Before {
  moderated?: 'pending' | 'visible' | 'hidden' | 'removed';
  /** Whether the case held its comment, and whether this decision closed the case. */
  held?: boolean;
  closed?: boolean;
  /** `remove` with replies: the other closed cases. */
  cases?: string[];
  /** `lock`, `unlock`. */
  where?: 'thread' | 'branch';
  lockedAt?: string | null;
  /** `lift`: the restriction's id. */
  restriction?: string;
  /** A reply in a removed branch: the decision that has the row in the log. */
  partOf?: string;
}

export interface NewDecision {
  kind: DecisionKind;
  caseId: string | null;
  commentId: string | null;
  verdictId: string | null;
  subjectId: string | null;
  /** Null: automatic. */
  moderator: { id: string; username: string } | null;
  reason: string | null;
  note?: string | null;
  version?: number | null;
  nonce?: string | null;
  before?: Before;
  undoesId?: string | null;
  /** Path of the page it happened on; null if it gets no row in the log. */
  place: string | null;
  now: Date;
}

/** A trigger writes the row in the public log at the commit, so no caller can forget it. */
export async function insertDecision(tx: Tx, decision: NewDecision): Promise<string> {
  const { now: createdAt, moderator, before = {}, ...rest } = decision;
  const { id } = await tx.decision.create({
    data: {
      ...rest,
      moderatorId: moderator?.id ?? null,
      before: before as Prisma.InputJsonObject,
      createdAt,
    },
    select: { id: true },
  });
  return id;
}

const FIELDS = {
  id: true,
  caseId: true,
  commentId: true,
  verdictId: true,
  subjectId: true,
  moderatorId: true,
  kind: true,
  reason: true,
  note: true,
  version: true,
  before: true,
  createdAt: true,
  undoneBy: { select: { id: true } },
  verdict: { select: { slug: true } },
  subject: { select: { username: true } },
} satisfies Prisma.DecisionSelect;

type Raw = Prisma.DecisionGetPayload<{ select: typeof FIELDS }>;
export type DecisionRow = Omit<Raw, 'before' | 'undoneBy'> & { before: Before; undone: boolean };

export async function readDecision(id: string, tx: Tx = db()): Promise<DecisionRow | null> {
  if (!isUuid(id)) return null;
  const row = await tx.decision.findUnique({ where: { id }, select: FIELDS });
  return row && asRow(row);
}

/**
 * Locks decisions until the transaction ends, so that an undo and an appeal exclude each other. Lock verdicts, comments
 * and the account before.
 * @returns whether any is undone (also as part of a branch) or appealed against
 */
export async function lockDecisions(tx: Tx, ids: string[]): Promise<{ undone: boolean; appealed: boolean }> {
  await tx.$executeRaw`
    SELECT 1 FROM decisions WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  // A separate statement, so that it sees what was committed while this transaction waited for the lock.
  const [found] = await tx.$queryRaw<{ undone: boolean; appealed: boolean }[]>`
    SELECT EXISTS (
        SELECT 1 FROM decisions WHERE undoes_id = ANY(${ids}::uuid[])
          OR undoes_id IN (SELECT (before ->> 'partOf')::uuid FROM decisions WHERE id = ANY(${ids}::uuid[]))
      ) AS undone,
      EXISTS (SELECT 1 FROM appeals WHERE decision_id = ANY(${ids}::uuid[])) AS appealed`;
  return found!;
}

export async function readDecisionByNonce(moderatorId: string, nonce: string): Promise<DecisionRow | null> {
  const row = await db().decision.findUnique({
    where: { moderatorId_nonce: { moderatorId, nonce } },
    select: FIELDS,
  });
  return row && asRow(row);
}

export type BranchPart = Pick<DecisionRow, 'id' | 'kind' | 'commentId' | 'before'>;

/** The decisions on the replies that this one removed. */
export async function readBranchParts(
  tx: Tx,
  { id, caseId }: Pick<DecisionRow, 'id' | 'caseId'>,
): Promise<BranchPart[]> {
  const rows = await tx.decision.findMany({
    where: { caseId, before: { path: ['partOf'], equals: id } },
    // Without relations: in a transaction Prisma would query them concurrently on one connection.
    select: { id: true, kind: true, commentId: true, before: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ before, ...row }) => ({ ...row, before: (before ?? {}) as Before }));
}

function asRow({ before, undoneBy, ...row }: Raw): DecisionRow {
  return { ...row, before: (before ?? {}) as Before, undone: undoneBy !== null };
}

/** A concurrent request has used the nonce or undone the decision. */
export function isRepeatedDecision(fault: unknown): boolean {
  if (!(fault instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const text = JSON.stringify(fault.meta) + fault.message;
  return fault.code === 'P2002' && /nonce|undoes/.test(text);
}
