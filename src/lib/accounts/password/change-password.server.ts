import { db } from '#lib/db/client.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { ChangePasswordInput } from '#lib/accounts/account-input.ts';
import { checkPassword } from './check-password.server.ts';
import type { Cookies } from '#lib/accounts/cookies.ts';
import { hashPassword, isCommonPassword } from './password.server.ts';
import { whyNotPassword } from './password.ts';
import { replacePassword } from './replace-password.server.ts';
import type { SessionContext } from '#lib/accounts/session-context.ts';
import { openSession } from '#lib/accounts/session.server.ts';

/**
 * Changes the actor's password, ends all sessions and opens a new one in this browser: someone else may have a copy of
 * any session, this one included. A confirmed address is notified.
 * @throws Refusal `wrong-password`, `password-…`, `rate-limited`
 */
export async function changePassword(
  { currentPassword, newPassword }: ChangePasswordInput,
  context: SessionContext,
  { cookies, userAgent = null }: { cookies: Cookies; userAgent?: string | null },
): Promise<void> {
  const { id, username } = context.actor;
  const fault = whyNotPassword(newPassword, username, isCommonPassword);
  if (fault) throw new Refusal(fault, { field: 'newPassword' });
  await checkPassword(currentPassword, context, 'currentPassword');
  const passwordHash = await hashPassword(newPassword);
  await db().$transaction((tx) => replacePassword({ id, username, passwordHash }, tx));
  await openSession(cookies, id, userAgent);
}
