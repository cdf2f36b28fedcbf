import { requireModerator } from '#lib/actor.ts';
import { findRow, type FoundRow } from '#lib/discussion/reading/find-comment.server.ts';
import { changeThread } from '#lib/discussion/status/change-thread.server.ts';
import { openCase, readLatestCaseOn, type CaseRow } from '#lib/moderation/cases/case.store.server.ts';
import {
  decideCase,
  decideInThread,
  readRevision,
  refuseOwn,
  requireReason,
  type CommentDecision,
} from '#lib/moderation/decisions/decide-case.server.ts';
import { decideOnce, type CommittedDecision } from '#lib/moderation/decisions/decide-once.server.ts';
import type { DecisionResult } from '#lib/moderation/decisions/decision-result.ts';
import { closesCase } from '#lib/moderation/decisions/decision-rules.ts';
import type { DecideCommentInput } from '#lib/moderation/moderation-input.ts';
import type { RequestContext } from '#lib/request-context.ts';

/**
 * Decides on a comment that a moderator reads in its thread. If it has an open case, that case is decided. Otherwise the
 * decision opens a case and closes it in one transaction; a hold leaves it open, for it still has to be decided.
 * Idempotent under `input.nonce`.
 * @throws Refusal `sign-in-first`, `forbidden`, `comment-not-found`, `case-changed` (409: the comment was edited, or
 * another moderator was faster), `not-possible-now` (409), `reason-needed`, `own-case`
 */
export async function decideComment(
  id: string,
  input: DecideCommentInput,
  context: RequestContext,
): Promise<DecisionResult> {
  const moderator = requireModerator(context.actor);
  const known = await readLatestCaseOn(id);
  if (known?.open) return decideCase(known.id, input, context);
  return decideOnce(moderator, { nonce: input.nonce, caseId: null, context }, async () => {
    const row = await findRow(id, moderator);
    refuseOwn(row.authorId, moderator);
    return decideUnasked(row, { moderator, input, reason: requireReason(input), now: context.now });
  });
}

function decideUnasked(row: FoundRow, decision: CommentDecision): Promise<CommittedDecision> {
  const { input, now } = decision;
  return changeThread({ id: row.verdictId, slug: row.slug }, async (thread) => {
    const comment = await readRevision(thread, row.id, input.version);
    // A report may have opened one since; the decision then counts for that case.
    const { id, opened } = await openCase(thread.tx, comment, now);
    const closes = closesCase(input.kind) || (opened && input.kind !== 'hold');
    return decideInThread(thread, { comment, row: caseOf(row, id, now), closes }, decision);
  });
}

function caseOf({ id: commentId, ...row }: FoundRow, id: string, openedAt: Date): CaseRow {
  return {
    ...{ id, commentId, authorId: row.authorId, verdictId: row.verdictId, openedAt },
    ...{ state: 'open', held: false, isAppeal: false, version: 1, leaseHolderId: null, leasedUntil: null },
    author: { username: row.username, role: row.role },
    verdict: { slug: row.slug },
  };
}
