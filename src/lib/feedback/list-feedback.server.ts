import { requireAdmin, type Actor } from '#lib/actor.ts';
import type { FeedbackState } from './feedback.ts';
import { feedbackCursor } from './feedback-input.ts';
import { countByState, countNew, feedbackPageOf } from './feedback.store.server.ts';
import { feedbackView, type FeedbackView } from './feedback-view.ts';

const PAGE = 25;

export interface FeedbackList {
  items: FeedbackView[];
  /** Opaque; null on the last page. */
  next: string | null;
  counts: Record<FeedbackState, number>;
}

/** A page of feedback, newest first. @throws Refusal `sign-in-first`, `forbidden`, `invalid-input` (cursor) */
export async function listFeedback(
  actor: Actor | null,
  { state, cursor }: { state?: FeedbackState | undefined; cursor?: string | undefined },
): Promise<FeedbackList> {
  requireAdmin(actor);
  const [rows, counts] = await Promise.all([
    feedbackPageOf(state, placeOf(cursor), PAGE + 1),
    countByState(),
  ]);
  const items = rows.slice(0, PAGE).map(feedbackView);
  const last = rows.length > PAGE ? items.at(-1) : undefined;
  return { items, next: last ? cursorAt(last) : null, counts };
}

/** How many messages nobody has read. @throws Refusal `sign-in-first`, `forbidden` */
export async function countNewFeedback(actor: Actor | null): Promise<number> {
  requireAdmin(actor);
  return countNew();
}

// Time and id: with pages counted from the top, a message that arrives meanwhile would show its neighbour twice.
function cursorAt({ createdAt, id }: FeedbackView): string {
  return feedbackCursor.write([createdAt, id]);
}

function placeOf(cursor: string | undefined): { createdAt: Date; id: string } | null {
  const place = feedbackCursor.read(cursor);
  return place && { createdAt: new Date(place[0]), id: place[1] };
}
