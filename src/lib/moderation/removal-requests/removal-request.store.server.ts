import { db, type Tx } from '#lib/db/client.server.ts';
import type { RequestReason } from '../removal-request.ts';

export interface NewRequest {
  caseId: string;
  commentId: string;
  version: number;
  email: string;
  reason: RequestReason;
  text: string;
  now: Date;
}

export async function insertRequest(tx: Tx, { now, ...request }: NewRequest): Promise<void> {
  await tx.removalRequest.create({ data: { ...request, createdAt: now }, select: { id: true } });
}

export async function hasOpenRequest(tx: Tx, commentId: string, email: string): Promise<boolean> {
  const where = { commentId, state: 'open', email } as const;
  return (await tx.removalRequest.findFirst({ where, select: { id: true } })) !== null;
}

export interface ClosedRequest {
  id: string;
  email: string | null;
  state: 'removed' | 'kept';
  title: string;
}

/** Closes the open requests of these cases by what readers see of their comments. A request is closed once. */
export async function closeRequests(tx: Tx, caseIds: string[], now: Date): Promise<ClosedRequest[]> {
  const open = await tx.removalRequest.findMany({
    where: { caseId: { in: caseIds }, state: 'open' },
    select: {
      ...{ id: true, email: true },
      comment: { select: { status: true, verdict: { select: { title: true } } } },
    },
    orderBy: { id: 'asc' },
  });
  const closed: ClosedRequest[] = [];
  for (const { id, email, comment } of open) {
    const state = comment.status === 'visible' ? 'kept' : 'removed';
    const { count } = await tx.removalRequest.updateMany({
      where: { id, state: 'open' },
      data: { state, closedAt: now },
    });
    if (count === 1) closed.push({ id, email, state, title: comment.verdict.title });
  }
  return closed;
}

export async function setAnswer(tx: Tx, id: string, answerId: string): Promise<void> {
  await tx.removalRequest.update({ where: { id }, data: { answerId }, select: { id: true } });
}

/** Reopens the requests that were closed at `closedAt`. @returns the ids of their answers */
export async function reopenRequests(tx: Tx, caseIds: string[], closedAt: Date): Promise<string[]> {
  const where = { caseId: { in: caseIds }, closedAt };
  const closed = await tx.removalRequest.findMany({ where, select: { answerId: true } });
  await tx.removalRequest.updateMany({ where, data: { state: 'open', closedAt: null, answerId: null } });
  return closed.flatMap(({ answerId }) => answerId ?? []);
}

/** Deletes what a request says: it may quote an erased comment. */
export async function eraseRequestTexts(tx: Tx, commentId: string): Promise<void> {
  await tx.removalRequest.updateMany({ where: { commentId }, data: { text: 'erased' } });
}

/** Answers of decisions made before `before` that are still held. */
export async function readHeldAnswers(before: Date, take: number): Promise<string[]> {
  const rows = await db().removalRequest.findMany({
    where: { closedAt: { lte: before }, answer: { held: true } },
    select: { answerId: true },
    take,
  });
  return rows.flatMap(({ answerId }) => answerId ?? []);
}

/** Decided cases with open requests: something other than a decision closed them, such as a withdrawal. */
export async function readUnansweredCases(take: number): Promise<string[]> {
  const rows = await db().removalRequest.findMany({
    where: { state: 'open', case: { state: 'decided' } },
    distinct: ['caseId'],
    select: { caseId: true },
    take,
  });
  return rows.map(({ caseId }) => caseId);
}

/** @returns how many requests were deleted */
export async function deleteClosedRequests(before: Date): Promise<number> {
  return (await db().removalRequest.deleteMany({ where: { closedAt: { lt: before } } })).count;
}
