import { networkOf, spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { SignInInput } from './account-input.ts';
import { accountView, type AccountView } from './account-view.ts';
import { passwordMatches } from './password.server.ts';
import { credentialsBySkeleton } from './user.store.server.ts';
import { skeletonOf, whyNotUsername } from './username.ts';

/**
 * Checks name and password; opening the session is the caller's. A wrong name and a wrong password get the same
 * answer after the same work. Both limits are spent before looking, so parallel tries can't slip through.
 * @throws Refusal `wrong-credentials`, `rate-limited`
 */
export async function signIn({ username, password }: SignInInput, address: string): Promise<AccountView> {
  await spend('sign-in-by-address', networkOf(address));
  const user = await userNamed(username);
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (!user || !matches) throw new Refusal('wrong-credentials');
  return accountView(user);
}

/** Names that nobody can have are not asked for; that they don't exist is no secret. */
async function userNamed(username: string) {
  if (whyNotUsername(username) === 'username-malformed') return null;
  const skeleton = skeletonOf(username);
  await spend('sign-in-by-name', skeleton);
  return credentialsBySkeleton(skeleton);
}
