import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { giveBack, spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { ChangePasswordInput } from './account-input.ts';
import type { Cookies } from './cookies.ts';
import { hashPassword, isCommonPassword, passwordMatches } from './password.server.ts';
import { whyNotPassword } from './password.ts';
import { openSession } from './session.server.ts';
import { deleteSessionsOf } from './session.store.server.ts';
import { credentialsBySkeleton, setPasswordHash } from './user.store.server.ts';
import { skeletonOf } from './username.ts';

/** The session that asks, by its hashed id, and the browser that it belongs to. */
interface Asking {
  actor: Actor;
  sessionId: string;
  cookies: Cookies;
  userAgent?: string | null;
}

/**
 * Changes the actor's password, ends all sessions and signs this browser in again with a new one: someone else may
 * hold a copy of any of them, this one included. Wrong guesses count against the session, not the name, so that
 * guesses made elsewhere can't keep the owner from changing the password.
 * @throws Refusal `wrong-password`, `password-…`, `rate-limited`
 */
export async function changePassword(
  { actor: { id, username }, sessionId, cookies, userAgent = null }: Asking,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  const fault = whyNotPassword(newPassword, username, isCommonPassword);
  if (fault) throw new Refusal(fault, { field: 'newPassword' });
  await spend('password-change', sessionId);
  const stored = (await credentialsBySkeleton(skeletonOf(username)))?.passwordHash ?? null;
  if (!(await passwordMatches(stored, currentPassword)))
    throw new Refusal('wrong-password', { field: 'currentPassword' });
  await giveBack('password-change', sessionId);
  const passwordHash = await hashPassword(newPassword);
  await db().$transaction(async (tx) => {
    await setPasswordHash(id, passwordHash, tx);
    await deleteSessionsOf(id, undefined, tx);
  });
  await openSession(cookies, id, userAgent);
}
