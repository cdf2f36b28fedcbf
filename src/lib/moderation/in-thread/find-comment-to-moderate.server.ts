import { requireModerator, type Actor } from '#lib/actor.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { findRow, type FoundRow } from '#lib/discussion/reading/find-comment.server.ts';
import { readLocks } from '#lib/moderation/cases/case-view.store.server.ts';
import { readLatestCaseOn } from '#lib/moderation/cases/case.store.server.ts';
import { isCommentDecision } from '#lib/moderation/cases/case.ts';
import { possibleDecisions } from '#lib/moderation/decisions/decision-rules.ts';
import { queueItem } from '#lib/moderation/queue/queue-view.ts';
import { readCases } from '#lib/moderation/queue/queue.store.server.ts';
import { REFUSALS } from '#lib/refusals.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { ModeratedComment } from './moderated-comment.ts';

/** @throws Refusal `sign-in-first`, `forbidden`, `comment-not-found` */
export async function findCommentToModerate(id: string, context: RequestContext): Promise<ModeratedComment> {
  const moderator = requireModerator(context.actor);
  const row = await findRow(id, moderator);
  const [openCase, locked] = await Promise.all([
    openCaseOn(id, context.now),
    readLocks(row.verdictId, row.id),
  ]);
  const isOwn = row.authorId === moderator.id && moderator.role !== 'admin';
  return {
    comment: commentView(row, moderator, context.now),
    locked,
    decisions: isOwn ? [] : decisionsOn(row, { locked, isAsked: openCase !== null, moderator }),
    barred: isOwn ? REFUSALS['own-case'].message : null,
    openCase,
  };
}

async function openCaseOn(id: string, now: Date): Promise<ModeratedComment['openCase']> {
  const known = await readLatestCaseOn(id);
  const [found] = known?.open ? await readCases([known.id]) : [];
  if (!found) return null;
  const { reportCount, reasons, leaseHolder } = queueItem(found, now);
  return { id: found.id, reportCount, reason: reasons[0]?.reason, leaseHolder };
}

/** As in a case that is open: without one, the decision opens it. There is nothing to keep then. */
function decisionsOn(
  { status, role }: FoundRow,
  facts: { locked: ModeratedComment['locked']; isAsked: boolean; moderator: Actor },
): ModeratedComment['decisions'] {
  const decidable = { open: true, kind: 'reports', locked: facts.locked, comment: { status } } as const;
  return possibleDecisions({ ...decidable, authorRecord: { role } }, facts.moderator.role)
    .filter(isCommentDecision)
    .filter((kind) => kind !== 'keep' || facts.isAsked);
}
