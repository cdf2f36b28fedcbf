import { z } from 'zod';
import { storedText } from '#lib/http/input/field-input.ts';
import type { AccountView } from '#lib/accounts/account-view.ts';
import { changeRole } from '#lib/accounts/admin/change-role.server.ts';
import { skeletonOf } from '#lib/accounts/username.ts';
import { requireAdmin } from '#lib/actor.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { Refusal } from '#lib/refusal.ts';

export const roleInput = z.object({
  username: storedText().min(1).max(40),
  role: z.enum(['reader', 'moderator', 'admin'], 'Choose a role.'),
});

/**
 * Gives an account a role. Takes effect immediately: its sockets are disconnected, and join the rooms of the new role
 * when they reconnect.
 * @throws Refusal `sign-in-first`, `forbidden`, `user-not-found`, `own-role`
 */
export async function setPersonRole(
  { username, role }: z.output<typeof roleInput>,
  { actor }: Pick<RequestContext, 'actor'>,
): Promise<AccountView> {
  const by = requireAdmin(actor);
  if (skeletonOf(username) === skeletonOf(by.username)) throw new Refusal('own-role');
  const account = await changeRole(username, role);
  disconnectAccount(account.id);
  return account;
}
