import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { isUuid } from '#lib/uuid.ts';
import { MAX_FOLLOWS, type FollowKind, type FollowLevel } from './follow.ts';
import { countFollows, isPlacedComment, levelsOf, saveFollow, verdictIdOf } from './follow.store.server.ts';

/**
 * Sets what the actor hears about new comments in a verdict (`target` is its slug), below a comment (its id), or by a
 * person (their name). Idempotent.
 * @throws Refusal `sign-in-first`, `verdict-not-found`, `comment-not-found`, `user-not-found`, `not-yourself`,
 * `follows-full`, `rate-limited`
 */
export async function setFollow(
  { kind, target, level }: { kind: FollowKind; target: string; level: FollowLevel },
  actor: Actor | null,
): Promise<{ level: FollowLevel }> {
  const reader = requireSignedIn(actor);
  const targetId = await findTargetId({ kind, target }, reader);
  await spend('follow', reader.id);
  if (level !== 'normal') await refuseFull(reader.id, targetId);
  await saveFollow(reader.id, { kind, targetId }, level);
  return { level };
}

/** @throws Refusal `verdict-not-found`, `comment-not-found`, `user-not-found`, `not-yourself` */
export function findTargetId(
  { kind, target }: { kind: FollowKind; target: string },
  reader: Actor,
): Promise<string> {
  return FIND[kind](target, reader);
}

/** One that is set already can change. */
async function refuseFull(userId: string, targetId: string): Promise<void> {
  if ((await countFollows(userId)) < MAX_FOLLOWS || (await levelsOf(userId, [targetId])).size > 0) return;
  throw new Refusal('follows-full');
}

/** @throws Refusal `user-not-found`, `not-yourself` */
export async function findOther(name: string, { id }: Actor): Promise<string> {
  const person = await findPerson(name);
  if (person.id === id) throw new Refusal('not-yourself');
  return person.id;
}

const FIND: Record<FollowKind, (target: string, reader: Actor) => Promise<string>> = {
  verdict: async (slug, { role }) => {
    const id = await verdictIdOf(slug, role === 'admin');
    if (!id) throw new Refusal('verdict-not-found');
    return id;
  },
  branch: async (id) => {
    if (!isUuid(id) || !(await isPlacedComment(id))) throw new Refusal('comment-not-found');
    return id;
  },
  person: findOther,
};
