import type { RequestContext } from '#lib/request-context.ts';
import { requireAdmin } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { FeedbackState } from './feedback.ts';
import { updateFeedbackState } from './feedback.store.server.ts';

/** @throws Refusal `sign-in-first`, `forbidden`, `not-found` */
export async function setFeedbackState(
  { id, state }: { id: string; state: FeedbackState },
  { actor }: Pick<RequestContext, 'actor'>,
): Promise<void> {
  requireAdmin(actor);
  if (!(await updateFeedbackState(id, state))) throw new Refusal('not-found');
}
