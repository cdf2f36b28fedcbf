import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { ChangePasswordInput } from './account-input.ts';
import { hashPassword, isCommonPassword, passwordMatches } from './password.server.ts';
import { whyNotPassword } from './password.ts';
import { deleteSessionsOf } from './session.store.server.ts';
import { credentialsBySkeleton, setPasswordHash } from './user.store.server.ts';
import { skeletonOf } from './username.ts';

/**
 * Changes the actor's password and signs them out everywhere but on the session with the hashed id `sessionId`:
 * whoever changes a password may do so because somebody else is in. Shares sign-in's limit, since a stolen session
 * must not be a way to try passwords.
 * @throws Refusal `wrong-password`, `password-…`, `rate-limited`
 */
export async function changePassword(
  { id, username }: Actor,
  sessionId: string,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  const fault = whyNotPassword(newPassword, username, isCommonPassword);
  if (fault) throw new Refusal(fault, { field: 'newPassword' });
  const skeleton = skeletonOf(username);
  await spend('sign-in-by-name', skeleton);
  const stored = (await credentialsBySkeleton(skeleton))?.passwordHash ?? null;
  if (!(await passwordMatches(stored, currentPassword)))
    throw new Refusal('wrong-password', { field: 'currentPassword' });
  const passwordHash = await hashPassword(newPassword);
  await db().$transaction(async (tx) => {
    await setPasswordHash(id, passwordHash, tx);
    await deleteSessionsOf(id, sessionId, tx);
  });
}
