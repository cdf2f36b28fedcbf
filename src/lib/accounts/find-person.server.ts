import { Refusal } from '#lib/refusal.ts';
import { personView, type PersonView } from './account-view.ts';
import { userBySkeleton, usersBySkeletons } from './user.store.server.ts';
import { skeletonOf, whyNotUsername } from './username.ts';

/** Finds a person by any spelling with the same skeleton; `username` has the exact one. @throws Refusal `user-not-found` */
export async function findPerson(name: string): Promise<PersonView> {
  const user = whyNotUsername(name) === 'username-malformed' ? null : await userBySkeleton(skeletonOf(name));
  if (!user) throw new Refusal('user-not-found');
  return personView(user);
}

/** The people of these skeletons, in their order; unknown ones are left out. */
export async function findPeople(skeletons: string[]): Promise<{ id: string; username: string }[]> {
  const bySkeleton = new Map((await usersBySkeletons(skeletons)).map((user) => [user.skeleton, user]));
  return skeletons.flatMap((skeleton) => {
    const user = bySkeleton.get(skeleton);
    return user?.username ? [{ id: user.id, username: user.username }] : [];
  });
}
