import { Refusal } from '#lib/refusal.ts';
import { personView, type PersonView } from './account-view.ts';
import { userBySkeleton } from './user.store.server.ts';
import { skeletonOf, whyNotUsername } from './username.ts';

/**
 * The person whose name reads like `name`. Compare `username` with what was asked for to find its one spelling.
 * @throws Refusal `user-not-found`
 */
export async function findPerson(name: string): Promise<PersonView> {
  const user = whyNotUsername(name) === 'username-malformed' ? null : await userBySkeleton(skeletonOf(name));
  if (!user) throw new Refusal('user-not-found');
  return personView(user);
}
