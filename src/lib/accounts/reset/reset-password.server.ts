import { db } from '#lib/db/client.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { hashedLinkSecret } from '#lib/secret-link.server.ts';
import { hashPassword, isCommonPassword } from '#lib/accounts/password/password.server.ts';
import { whyNotPassword } from '#lib/accounts/password/password.ts';
import { replacePassword } from '#lib/accounts/password/replace-password.server.ts';
import { readReset, takeReset } from './reset.store.server.ts';

/** Whose password the link sets; null if it isn't valid. */
export async function findReset(token: string, now: Date): Promise<{ username: string } | null> {
  const user = await readReset(hashedLinkSecret(token), now);
  return user && { username: user.username };
}

/**
 * Sets a new password with a link and ends all sessions.
 * @returns the account's id, for disconnecting its sockets
 * @throws Refusal `reset-void`, `password-…`
 */
export async function resetPassword(
  { token, password }: { token: string; password: string },
  now: Date,
): Promise<string> {
  const hash = hashedLinkSecret(token);
  const user = await readReset(hash, now);
  if (!user) throw new Refusal('reset-void');
  const fault = whyNotPassword(password, user.username, isCommonPassword);
  if (fault) throw new Refusal(fault, { field: 'password' });
  const passwordHash = await hashPassword(password);
  await db().$transaction(async (tx) => {
    // Checked again: of two requests with the same link, one sets its password.
    if (!(await takeReset(hash, now, tx))) throw new Refusal('reset-void');
    await replacePassword({ ...user, passwordHash }, tx);
  });
  return user.id;
}
