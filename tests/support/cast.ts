import type { Actor, Role } from '#lib/actor.ts';
import { hashPassword } from '#lib/accounts/password/password.server.ts';
import { insertUser } from '#lib/accounts/user.store.server.ts';
import { skeletonOf } from '#lib/accounts/username.ts';

/** The password of all test accounts. */
export const PASSWORD = 'tulip-harbour-eleven';

let hash: Promise<string> | undefined;

/**
 * Adds an account to the test's database. The cast: `ada` and `grace` are readers, `mary` is a moderator,
 * `linus` is the admin, `mallory` is a reader with bad intentions.
 */
export async function enter(username: string, role: Role = 'reader'): Promise<Actor> {
  const passwordHash = await (hash ??= hashPassword(PASSWORD));
  const user = await insertUser({ username, skeleton: skeletonOf(username), passwordHash, role });
  if (!user) throw new Error(`there is already an account ${username}`);
  return { id: user.id, username, role };
}
