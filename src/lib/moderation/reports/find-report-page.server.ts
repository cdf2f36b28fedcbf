import { findComment } from '#lib/discussion/reading/find-comment.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import type { CommentView } from '#lib/live/events.ts';
import { REFUSALS } from '#lib/refusals.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import { heldBack } from '#lib/standing/restriction.ts';
import type { ReportReason } from './reason.ts';
import { readOwnReport } from './report.store.server.ts';

/** What the report page shows: the comment, and whether this reader can report it. */
export interface ReportPage {
  comment: CommentView;
  /** The reader's open report, if they made one. */
  own: { reason: ReportReason; note: string | null; createdAt: string; ofThisText: boolean } | null;
  /** Why this reader can't report anything now, as a sentence; null if they can. */
  barred: string | null;
}

/** @throws Refusal `comment-not-found` */
export async function findReportPage(id: string, context: RequestContext): Promise<ReportPage> {
  const comment = await findComment(id, context);
  const { actor, now } = context;
  if (!actor) return { comment, own: null, barred: null };
  const [own, { restrictions }] = await Promise.all([
    readOwnReport(id, actor.id),
    findStanding(actor.id, now),
  ]);
  return {
    comment,
    own: own && {
      reason: own.reason,
      note: own.note,
      createdAt: own.createdAt.toISOString(),
      ofThisText: own.version === comment.version,
    },
    barred: actor.waiting
      ? REFUSALS['awaiting-approval'].message
      : (heldBack(restrictions, 'report', now)?.message ?? null),
  };
}
