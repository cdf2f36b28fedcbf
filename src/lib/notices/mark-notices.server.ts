import type { RequestContext } from '#lib/request-context.ts';
import type { z } from 'zod';
import { requireSignedIn } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { setRead } from './inbox.store.server.ts';
import type { markInput } from './notice-input.ts';
import { publishUnreadCounts } from './publish-unread-counts.server.ts';

/**
 * Marks one of the actor's notices read or unread, with the similar ones that it stands for, or all of them. Twice the same changes nothing.
 * @throws Refusal `sign-in-first`, `not-found`
 */
export async function markNotices(
  { id, read }: z.output<typeof markInput>,
  { actor, now }: RequestContext,
): Promise<void> {
  const reader = requireSignedIn(actor);
  const changed = await setRead(reader.id, { id: id ?? null, read, now });
  if (changed === null) throw new Refusal('not-found');
  if (changed > 0) await publishUnreadCounts([reader.id]);
}
