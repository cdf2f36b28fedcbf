import type { SessionContext } from '#lib/accounts/session-context.ts';
import { giveBack, spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { passwordMatches } from './password.server.ts';
import { passwordHashOf } from '#lib/accounts/user.store.server.ts';

/**
 * Checks the password of a signed-in user. Wrong guesses count against the session, not the name, so an attacker
 * elsewhere can't lock the owner out. `field` is the input that gets the error.
 * @throws Refusal `wrong-password`, `rate-limited`
 */
export async function checkPassword(
  password: string,
  { actor, sessionId }: SessionContext,
  field = 'password',
): Promise<void> {
  await spend('password-change', sessionId);
  if (!(await passwordMatches(await passwordHashOf(actor.id), password)))
    throw new Refusal('wrong-password', { field });
  await giveBack('password-change', sessionId);
}
