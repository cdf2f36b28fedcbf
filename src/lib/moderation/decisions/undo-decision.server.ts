import { requireModerator } from '#lib/actor.ts';
import type { Tx } from '#lib/db/client.server.ts';
import { changeThread, type ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import { stateAfterUndo } from '#lib/discussion/status/transitions.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { UNDO_GRACE, UNDO_WINDOW } from '#lib/moderation/cases/case.ts';
import { endHold, lockCase, readOpenCasesOn, reopenCase } from '#lib/moderation/cases/case.store.server.ts';
import { commentPath, PROFILE_PATH } from '#lib/moderation/ledger/ledger-place.ts';
import { withdrawAnswers } from '#lib/moderation/removal-requests/answer-requests.server.ts';
import { changeRestrictions } from '#lib/moderation/restrictions/change-restrictions.server.ts';
import {
  liftRestrictionsOf,
  restoreRestriction,
} from '#lib/moderation/restrictions/restriction.store.server.ts';
import { deleteDecisionNotices } from '#lib/notices/create-notices.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { decideOnce, isUndoable, type CommittedDecision } from './decide-once.server.ts';
import type { Decider } from './decision-context.server.ts';
import type { DecisionResult } from './decision-result.ts';
import { moveOf } from './decision-rules.ts';
import {
  insertDecision,
  lockDecisions,
  readBranchParts,
  readDecision,
  type BranchPart,
  type DecisionRow,
} from './decision.store.server.ts';

/**
 * Undoes the actor's own decision within ten seconds: status, case, reports, restriction and lock are as before, and
 * its notices are deleted. The log keeps both rows. Idempotent under `nonce`.
 * @throws Refusal `sign-in-first`, `forbidden`, `not-found`, `too-late-to-undo`, `not-possible-now` (something else
 * has happened since, such as an appeal)
 */
export async function undoDecision(
  { decision: id, nonce }: { decision: string; nonce: string },
  context: RequestContext,
): Promise<DecisionResult> {
  const moderator = requireModerator(context.actor);
  const { now } = context;
  const row = await readDecision(id);
  return decideOnce(moderator, { nonce, caseId: row?.caseId ?? null, context }, async () => {
    if (!row || row.moderatorId !== moderator.id) throw new Refusal('not-found');
    if (!isUndoable(row)) throw new Refusal('not-possible-now');
    if (now.getTime() - row.createdAt.getTime() > UNDO_WINDOW + UNDO_GRACE)
      throw new Refusal('too-late-to-undo');
    const undoing = { moderator, nonce, now };
    const ofAccount = row.kind === 'restrict' || row.kind === 'lift';
    return ofAccount ? undoRestriction(row, undoing) : undoInThread(row, undoing);
  });
}

interface Undoing extends Decider {
  nonce: string;
}

async function undoInThread(row: DecisionRow, undoing: Undoing): Promise<CommittedDecision> {
  const verdict = { id: row.verdictId!, slug: row.verdict!.slug };
  return changeThread(verdict, async (thread) => {
    const { tx } = thread;
    const parts = row.kind === 'remove' ? await readBranchParts(tx, row) : [];
    const decisions = [row, ...parts];
    await requireUnsettled(tx, decisions);
    // First the case, then the comment: a trigger opens a case for a comment that is held again.
    const caseIds = await reopenCases(tx, row);
    for (const each of decisions) await undoMove(thread, each);
    if (row.kind === 'lock' || row.kind === 'unlock') await undoLock(thread, row);
    if (row.kind === 'hold' && !row.before.held)
      caseIds.push(...(await endHold(tx, row.commentId!, undoing.now)));
    const id = await insertUndo(tx, row, undoing);
    const notified: string[] = [];
    for (const each of decisions) notified.push(...(await deleteDecisionNotices(each.id, tx)));
    return { id, caseIds, notified, what: 'reopened' };
  });
}

/** @throws Refusal `not-possible-now` if a decision is undone or appealed against; another moderator decides the appeal */
async function requireUnsettled(tx: Tx, decisions: { id: string }[]): Promise<void> {
  const ids = decisions.map(({ id }) => id);
  const { undone, appealed } = await lockDecisions(tx, ids);
  if (appealed)
    throw new Refusal('not-possible-now', {
      message: 'The author has appealed against this decision. Another moderator will decide the appeal.',
    });
  if (undone) throw new Refusal('not-possible-now');
}

async function undoMove(thread: ThreadChange, { kind, commentId, before }: BranchPart): Promise<void> {
  const move = moveOf(kind);
  if (!move) return;
  const comment = await thread.read(commentId!);
  const back = comment && before.moderated ? stateAfterUndo(comment, move, before.moderated) : null;
  if (!comment || !back) throw new Refusal('not-possible-now');
  if (back.moderated !== comment.moderated) await thread.move(comment, back.moderated);
}

async function undoLock(thread: ThreadChange, { commentId, before }: DecisionRow): Promise<void> {
  const at = before.lockedAt ? new Date(before.lockedAt) : null;
  if (before.where === 'thread') return thread.lock(at);
  const comment = await thread.read(commentId!);
  if (comment) await thread.lockBranch(comment, at);
}

/** Reopens the cases and reports that the decision closed. @returns the ids of all its cases */
async function reopenCases(tx: Tx, row: DecisionRow): Promise<string[]> {
  const { caseId, commentId, before, createdAt: closedAt } = row;
  if (!caseId) return [];
  if (!before.closed) return [caseId];
  await lockCase(tx, caseId);
  // The comment has been reported again since: it has another open case, and can only have one.
  if ((await readOpenCasesOn(tx, [commentId!])).length > 0) throw new Refusal('not-possible-now');
  const partCases = before.cases ?? [];
  await withdrawAnswers(tx, [caseId, ...partCases], closedAt);
  await reopenCase(tx, { id: caseId, held: before.held === true, closedAt });
  for (const id of partCases) await reopenCase(tx, { id, held: false, closedAt });
  return [caseId, ...partCases];
}

async function insertUndo(tx: Tx, row: DecisionRow, { moderator, nonce, now }: Undoing): Promise<string> {
  const { caseId, commentId, verdictId, subjectId, version, verdict } = row;
  const linked = row.before.where === 'thread' ? null : commentId;
  return insertDecision(tx, {
    kind: 'undo',
    caseId,
    commentId,
    verdictId,
    subjectId,
    version,
    moderator,
    reason: row.kind,
    nonce,
    undoesId: row.id,
    place: verdict ? commentPath(verdict.slug, linked) : PROFILE_PATH,
    now,
  });
}

async function undoRestriction(row: DecisionRow, undoing: Undoing): Promise<CommittedDecision> {
  const userId = row.subjectId!;
  const committed = await changeRestrictions(userId, async (tx) => {
    await requireUnsettled(tx, [row]);
    if (row.kind === 'restrict') await liftRestrictionsOf(tx, row.id, undoing.now);
    else if (!(await restoreRestriction(tx, row.before.restriction!))) throw new Refusal('not-possible-now');
    const id = await insertUndo(tx, row, undoing);
    const notified = await deleteDecisionNotices(row.id, tx);
    return { id, notified };
  });
  disconnectAccount(userId);
  return { ...committed, caseIds: row.caseId ? [row.caseId] : [], what: 'changed' };
}
