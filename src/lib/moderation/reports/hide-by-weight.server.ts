import type { ThreadComment, ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import { createNotices } from '#lib/notices/create-notices.server.ts';
import { insertDecision } from '#lib/moderation/decisions/decision.store.server.ts';
import { commentPath } from '#lib/moderation/ledger/ledger-place.ts';
import { stateAfter } from '#lib/discussion/status/transitions.ts';

/**
 * Hides a comment until a moderator decides, notifies its author, and logs it as automatic. Runs in the transaction of
 * the report that reached the weight.
 */
export async function hideByWeight(
  thread: ThreadChange,
  comment: ThreadComment,
  { caseId, slug, now }: { caseId: string; slug: string; now: Date },
): Promise<void> {
  const next = stateAfter(comment, 'hide', 'automatic');
  if (!next) return;
  await thread.move(comment, next.moderated);
  const { id: commentId, verdictId, authorId: subjectId, version, moderated } = comment;
  const decisionId = await insertDecision(thread.tx, {
    ...{ kind: 'hide', reason: 'by_weight', moderator: null },
    ...{ caseId, commentId, verdictId, subjectId, version, now },
    before: { moderated },
    place: commentPath(slug, commentId),
  });
  const data = { reason: 'by_weight' };
  await createNotices([{ userId: subjectId, kind: 'hidden', commentId, decisionId, data, now }], thread.tx);
}
