import type { Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { deleteSessionOf } from '../session.store.server.ts';

/**
 * Ends one of the actor's sessions, by its id in their list.
 * @returns its hashed id, for disconnecting its sockets
 * @throws Refusal `session-not-found`
 */
export async function endSession({ id }: Actor, publicId: string): Promise<string> {
  const ended = await deleteSessionOf(id, publicId);
  if (ended === null) throw new Refusal('session-not-found');
  return ended;
}
