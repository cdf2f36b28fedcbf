import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { spend } from '#lib/limits.server.ts';
import { suggestedUsers } from './user.store.server.ts';
import { skeletonOf } from './username.ts';

/** Names in a list of suggestions. */
const MOST = 8;

/** Names that begin with `q`, in any spelling that counts as the same. @throws Refusal `sign-in-first`, `rate-limited` */
export async function suggestPeople(
  q: string,
  actor: Actor | null,
): Promise<{ items: { username: string }[] }> {
  await spend('suggestions', requireSignedIn(actor).id);
  const skeleton = skeletonOf(q);
  return { items: skeleton === '' ? [] : await suggestedUsers(skeleton, MOST) };
}
