import type { RequestContext } from '#lib/request-context.ts';
import type { z } from 'zod';
import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { readUnreadOn, setReadOn, setReadUpTo } from './inbox.store.server.ts';
import type { readInput } from './notice-input.ts';
import { publishUnreadCounts } from './publish-unread-counts.server.ts';

/**
 * Marks the actor's notices read: all up to one of them, or those about comments that they have seen. Idempotent.
 * @throws Refusal `sign-in-first`
 */
export async function markRead(
  { upTo, comments = [] }: z.output<typeof readInput>,
  { actor, now }: RequestContext,
): Promise<void> {
  const { id } = requireSignedIn(actor);
  const changed = upTo ? await setReadUpTo(id, upTo, now) : await setReadOn(id, comments, now);
  if (changed > 0) await publishUnreadCounts([id]);
}

/** The comments on a verdict about which the actor has unread notices. */
export async function unreadOn(slug: string, actor: Actor | null): Promise<{ comments: string[] }> {
  return { comments: await readUnreadOn(requireSignedIn(actor).id, slug) };
}
