import type { Role } from '#lib/actor.ts';
import { accountView, type AccountView } from '#lib/accounts/account-view.ts';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { setRole } from '#lib/accounts/user.store.server.ts';

/**
 * Changes a role from the next request on. A trigger notifies every process to disconnect the person's sockets, and
 * rejects the change if no admin would be left.
 * @throws Refusal `user-not-found`, `last-admin`
 */
export async function changeRole(username: string, role: Role): Promise<AccountView> {
  const { id } = await findPerson(username);
  return accountView(await setRole(id, role));
}
