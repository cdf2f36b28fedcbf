import { requireAdmin, type Actor } from '#lib/actor.ts';
import { log } from '#lib/log.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { accountView, personView, type AccountView, type PersonView } from '#lib/accounts/account-view.ts';
import { findPerson } from '#lib/accounts/find-person.server.ts';
import { countWaiting, deleteWaiting, setApproved, waitingUsers } from '#lib/accounts/user.store.server.ts';

const PAGE = 50;

/** Accounts waiting for approval, oldest first, and their number. @throws Refusal `sign-in-first`, `forbidden` */
export async function listWaiting(actor: Actor | null): Promise<{ items: PersonView[]; total: number }> {
  requireAdmin(actor);
  const [rows, total] = await Promise.all([waitingUsers(PAGE), countWaiting()]);
  return { items: rows.map(personView), total };
}

/** Lets a waiting account write. @throws Refusal `user-not-found`, `not-waiting` */
export async function approveAccount(username: string, { by }: { by: string }): Promise<AccountView> {
  const { id } = await findPerson(username);
  const user = await setApproved(id);
  if (!user) throw new Refusal('not-waiting');
  log.info({ by, account: user.username }, 'an account was approved');
  return accountView(user);
}

/** Deletes a waiting account, which has no content yet, and frees its name. @throws Refusal `user-not-found`, `not-waiting` */
export async function refuseAccount(username: string, { by }: { by: string }): Promise<PersonView> {
  const person = await findPerson(username);
  if (!(await deleteWaiting(person.id))) throw new Refusal('not-waiting');
  log.info({ by, account: person.username }, 'an account was refused and deleted');
  return person;
}
