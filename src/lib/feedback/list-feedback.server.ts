import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import type { FeedbackState } from './feedback.ts';
import { feedbackCursor } from './feedback-input.ts';
import { countFeedbackByState, countNew, readFeedbackPage } from './feedback.store.server.ts';
import { feedbackView, type FeedbackView } from './feedback-view.ts';

const PAGE = 25;

export interface FeedbackList {
  items: FeedbackView[];
  next: string | null;
  counts: Record<FeedbackState, number>;
}

export async function listFeedback(
  { state, cursor }: { state?: FeedbackState | undefined; cursor?: string | undefined },
  { actor }: Pick<RequestContext, 'actor'>,
): Promise<FeedbackList> {
  requireAdmin(actor);
  const [found, counts] = await Promise.all([
    readFeedbackPage(state, feedbackCursor.read(cursor), PAGE + 1),
    countFeedbackByState(),
  ]);
  const { rows, next } = feedbackCursor.page(found, PAGE);
  return { items: rows.map(feedbackView), next, counts };
}

export async function countNewFeedback({ actor }: Pick<RequestContext, 'actor'>): Promise<number> {
  requireAdmin(actor);
  return countNew();
}
