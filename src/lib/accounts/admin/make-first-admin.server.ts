import type { Actor } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { hashedLinkSecret } from '#lib/secret-link.server.ts';
import { accountView, type AccountView } from '#lib/accounts/account-view.ts';
import { adminLinkIsOpen, deleteAdminLinks, lockAdminLinks } from './admin-link.store.server.ts';
import {
  nameTaken,
  newUser,
  refuseBadAccount,
  type NewAccount,
} from '#lib/accounts/sign-in/create-account.server.ts';
import { adminExists, insertUser, setRole, type UserRow } from '#lib/accounts/user.store.server.ts';

/** @throws Refusal `admin-link-void` */
export async function refuseVoidAdminKey(key: string, now = new Date(), tx: Tx = db()): Promise<void> {
  const open = (await adminLinkIsOpen(hashedLinkSecret(key), now, tx)) && !(await adminExists(tx));
  if (!open) throw new Refusal('admin-link-void');
}

/**
 * Makes a new account the first admin.
 * @throws Refusal `admin-link-void`, `username-…`, `password-…`
 */
export async function makeFirstAdmin(
  key: string,
  account: NewAccount,
  now = new Date(),
): Promise<AccountView> {
  await refuseVoidAdminKey(key, now);
  refuseBadAccount(account);
  const user = await newUser({ ...account, role: 'admin' });
  return useKey(key, now, async (tx) => {
    const inserted = await insertUser(user, tx);
    if (!inserted) throw nameTaken();
    return inserted;
  });
}

/** Makes the actor the first admin. @throws Refusal `admin-link-void` */
export async function becomeFirstAdmin(key: string, { id }: Actor, now = new Date()): Promise<AccountView> {
  return useKey(key, now, (tx) => setRole(id, 'admin', tx));
}

/** Under a lock, so that only one of several requests makes the first admin. */
async function useKey(key: string, now: Date, make: (tx: Tx) => Promise<UserRow>): Promise<AccountView> {
  return db().$transaction(async (tx) => {
    await lockAdminLinks(tx);
    await refuseVoidAdminKey(key, now, tx);
    const user = await make(tx);
    await deleteAdminLinks(tx);
    return accountView(user);
  });
}
