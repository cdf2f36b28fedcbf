import type { Role } from '#lib/actor.ts';
import { accountView, type AccountView } from './account-view.ts';
import { findPerson } from './find-person.server.ts';
import { setRole } from './user.store.server.ts';

/** Gives the person of that name a role; for the operator. It counts from their next request on. @throws Refusal `user-not-found` */
export async function changeRole(username: string, role: Role): Promise<AccountView> {
  const { id } = await findPerson(username);
  return accountView(await setRole(id, role));
}
