import type { Actor } from '#lib/actor.ts';
import { giveBack, spend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { passwordMatches } from './password.server.ts';
import { passwordHashOf } from '#lib/accounts/user.store.server.ts';

/**
 * Checks that the user of the session knows the password too. Wrong guesses count against the session, not the name,
 * so that guesses made elsewhere can't keep the owner out. `sessionId` is the hashed id; `field`: the input to blame.
 * @throws Refusal `wrong-password`, `rate-limited`
 */
export async function checkPassword(
  password: string,
  { actor, sessionId, field }: { actor: Actor; sessionId: string; field: string },
): Promise<void> {
  await spend('password-change', sessionId);
  if (!(await passwordMatches(await passwordHashOf(actor.id), password)))
    throw new Refusal('wrong-password', { field });
  await giveBack('password-change', sessionId);
}
