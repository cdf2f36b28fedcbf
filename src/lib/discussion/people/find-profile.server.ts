import { findPerson } from '#lib/accounts/find-person.server.ts';
import { countsOf } from '#lib/discussion/reading/list-comments-by-author.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findStanding } from '#lib/standing/find-standing.server.ts';
import type { ProfileView } from './profile-view.ts';
import { shownBio } from './shown-bio.ts';

/** What everyone may know of a person, for the card beside their name. @throws Refusal `user-not-found` */
export async function findProfile(name: string, now: Date): Promise<ProfileView> {
  const { id, username, role, bio, joinedAt, leaving } = await findPerson(name);
  if (leaving) throw new Refusal('user-not-found');
  const [counts, { restrictions }] = await Promise.all([countsOf(id), findStanding(id, now)]);
  return { username, role, joinedAt, bio: shownBio(bio, restrictions, now), ...counts };
}
