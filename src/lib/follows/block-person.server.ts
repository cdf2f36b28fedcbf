import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import { deleteNoticesBy } from '#lib/notices/create-notices.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { MAX_FOLLOWS } from './follow.ts';
import { countBlocks, deleteBlock, insertBlock, isBlocked } from './follow.store.server.ts';
import { findOther } from './set-follow.server.ts';

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
  await refuseFull(reader.id, personId);
  await db().$transaction(async (tx) => {
    await insertBlock(reader.id, personId, tx);
    await deleteNoticesBy(personId, reader.id, tx);
  });
  await publishUnreadCounts([reader.id]);
  return { blocked };
}

/** Follows don't count: an account with a thousand of them can still block. */
async function refuseFull(userId: string, personId: string): Promise<void> {
  if ((await countBlocks(userId)) < MAX_FOLLOWS || (await isBlocked(userId, personId))) return;
  throw new Refusal('follows-full');
}
