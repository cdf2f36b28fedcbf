import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { ChangePasswordInput } from '#lib/accounts/account-input.ts';
import { checkPassword } from './check-password.server.ts';
import type { Cookies } from '#lib/accounts/cookies.ts';
import { hashPassword, isCommonPassword } from './password.server.ts';
import { whyNotPassword } from './password.ts';
import { replacePassword } from './replace-password.server.ts';
import { openSession } from '#lib/accounts/session.server.ts';

/** The session that asks, by its hashed id, and the browser that it belongs to. */
interface Asking {
  actor: Actor;
  sessionId: string;
  cookies: Cookies;
  userAgent?: string | null;
}

/**
 * Changes the actor's password, ends all sessions and signs this browser in again with a new one: someone else may
 * hold a copy of any of them, this one included. A confirmed address is told.
 * @throws Refusal `wrong-password`, `password-…`, `rate-limited`
 */
export async function changePassword(
  { actor, sessionId, cookies, userAgent = null }: Asking,
  { currentPassword, newPassword }: ChangePasswordInput,
): Promise<void> {
  const { id, username } = actor;
  const fault = whyNotPassword(newPassword, username, isCommonPassword);
  if (fault) throw new Refusal(fault, { field: 'newPassword' });
  await checkPassword(currentPassword, { actor, sessionId, field: 'currentPassword' });
  const passwordHash = await hashPassword(newPassword);
  await db().$transaction((tx) => replacePassword({ id, username, passwordHash }, tx));
  await openSession(cookies, id, userAgent);
}
