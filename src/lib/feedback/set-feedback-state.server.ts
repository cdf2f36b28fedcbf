import { requireAdmin, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { FeedbackState } from './feedback.ts';
import { updateFeedbackState } from './feedback.store.server.ts';

/** @throws Refusal `sign-in-first`, `forbidden`, `not-found` */
export async function setFeedbackState(
  actor: Actor | null,
  { id, state }: { id: string; state: FeedbackState },
): Promise<void> {
  requireAdmin(actor);
  if (!(await updateFeedbackState(id, state))) throw new Refusal('not-found');
}
