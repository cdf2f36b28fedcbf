import type { Role } from '#lib/actor.ts';
import { accountView, type AccountView } from '#lib/accounts/account-view.ts';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { setRole } from '#lib/accounts/user.store.server.ts';

/**
 * Gives the person of that name a role. It applies from their next request on; a trigger tells every process to
 * disconnect their sockets, and refuses to take the role of the last admin.
 * @throws Refusal `user-not-found`, `last-admin`
 */
export async function changeRole(username: string, role: Role): Promise<AccountView> {
  const { id } = await findPerson(username);
  return accountView(await setRole(id, role));
}
