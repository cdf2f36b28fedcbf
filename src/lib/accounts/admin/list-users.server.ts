import { personView, type PersonView } from '#lib/accounts/account-view.ts';
import { allUsers } from '#lib/accounts/user.store.server.ts';

/** All accounts, oldest first. */
export async function listUsers(): Promise<PersonView[]> {
  return (await allUsers()).map(personView);
}
