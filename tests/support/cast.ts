import type { Actor, Role } from '#lib/actor.ts';
import { hashPassword } from '#lib/accounts/password/password.server.ts';
import { insertUser } from '#lib/accounts/user.store.server.ts';
import { skeletonOf } from '#lib/accounts/username.ts';

/** Everybody's password in the tests. */
export const PASSWORD = 'tulip-harbour-eleven';

let hash: Promise<string> | undefined;

/**
 * Puts somebody of that name into the test's database. The cast: `ada` and `grace` are readers, `mary` moderates,
 * `linus` is the admin, `mallory` is a reader who means no good.
 */
export async function enter(username: string, role: Role = 'reader'): Promise<Actor> {
  const passwordHash = await (hash ??= hashPassword(PASSWORD));
  const user = await insertUser({ username, skeleton: skeletonOf(username), passwordHash, role });
  if (!user) throw new Error(`${username} has entered already`);
  return { id: user.id, username, role };
}
