import type { z } from 'zod';
import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { setMuted } from './inbox.store.server.ts';
import type { muteInput } from './notice-input.ts';

/**
 * Turns notices about replies in this thread off or on for the actor. Notices about moderation aren't affected.
 * @throws Refusal `sign-in-first`, `comment-not-found`
 */
export async function muteThread(
  { comment, mute }: z.output<typeof muteInput>,
  actor: Actor | null,
): Promise<void> {
  const reader = requireSignedIn(actor);
  if (!(await setMuted(reader.id, comment, mute))) throw new Refusal('comment-not-found');
}
