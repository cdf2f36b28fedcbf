import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import { deleteNoticesBy } from '#lib/notices/create-notices.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { deleteBlock, insertBlock } from './follow.store.server.ts';
import { findOther, refuseFull } from './set-follow.server.ts';

/**
 * Blocks or unblocks a person. A blocked person causes the actor no notices, and those that they caused are deleted;
 * notices about moderation stay. Idempotent.
 * @throws Refusal `sign-in-first`, `user-not-found`, `not-yourself`, `follows-full`, `rate-limited`
 */
export async function blockPerson(
  { target, blocked }: { target: string; blocked: boolean },
  actor: Actor | null,
): Promise<{ blocked: boolean }> {
  const reader = requireSignedIn(actor);
  const personId = await findOther(target, reader);
  await spend('follow', reader.id);
  if (!blocked) {
    await deleteBlock(reader.id, personId);
    return { blocked };
  }
  await refuseFull(reader.id);
  await db().$transaction(async (tx) => {
    await insertBlock(reader.id, personId, tx);
    await deleteNoticesBy(personId, reader.id, tx);
  });
  await publishUnreadCounts([reader.id]);
  return { blocked };
}
