import { personView, type PersonView } from './account-view.ts';
import { allUsers } from './user.store.server.ts';

/** Everybody, oldest first; for the operator. */
export async function listUsers(): Promise<PersonView[]> {
  return (await allUsers()).map(personView);
}
