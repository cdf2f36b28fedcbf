import type { Role } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import { Refusal, type RefusalCode } from '#lib/refusal.ts';
import { REFUSALS } from '#lib/refusals.ts';
import { accountView, type AccountView } from '#lib/accounts/account-view.ts';
import { isErasedName } from '#lib/accounts/erased-names/erased-name.server.ts';
import { hashPassword, isCommonPassword } from '#lib/accounts/password/password.server.ts';
import { whyNotPassword } from '#lib/accounts/password/password.ts';
import { insertUser, userBySkeleton, type NewUser, type UserRow } from '#lib/accounts/user.store.server.ts';
import { skeletonOf, whyNotUsername } from '#lib/accounts/username.ts';

export interface NewAccount {
  username: string;
  password: string;
  email?: string | undefined;
  role?: Role;
  /** Set if an admin has to approve the account. */
  waitingSince?: Date;
}

interface Hooks {
  /** Runs once the input is valid. Limits are counted here, so typing errors and taken names don't use them up. */
  beforeCreate?: () => Promise<void>;
  /** Runs in the transaction that inserts the account. */
  inTransaction?: (user: UserRow, tx: Tx) => Promise<void>;
}

/** @throws Refusal `username-…`, `password-…`, and what `beforeCreate` throws */
export async function createAccount(
  account: NewAccount,
  { beforeCreate = async () => {}, inTransaction = async () => {} }: Hooks = {},
): Promise<AccountView> {
  refuseBadAccount(account);
  const skeleton = skeletonOf(account.username);
  if ((await userBySkeleton(skeleton)) || (await isErasedName(skeleton))) throw nameTaken();
  await beforeCreate();
  const user = await newUser(account);
  return db().$transaction(async (tx) => {
    const inserted = await insertUser(user, tx);
    if (!inserted) throw nameTaken();
    await inTransaction(inserted, tx);
    return accountView(inserted);
  });
}

/** @throws Refusal with all errors of name and password, and the code of the first one */
export function refuseBadAccount({ username, password }: NewAccount): void {
  const faults: { path: string; code: RefusalCode | null }[] = [
    { path: 'username', code: whyNotUsername(username) },
    { path: 'password', code: whyNotPassword(password, username, isCommonPassword) },
  ];
  const errors = faults.flatMap(({ path, code }) =>
    code ? [{ path, code, message: REFUSALS[code].message }] : [],
  );
  if (errors[0]) throw new Refusal(errors[0].code, { errors });
}

/** The row of a new account. Hashing takes about 50 ms, so don't call it in a transaction. */
export async function newUser({
  username,
  password,
  email,
  role = 'reader',
  waitingSince,
}: NewAccount): Promise<NewUser> {
  const passwordHash = await hashPassword(password);
  return { username, skeleton: skeletonOf(username), passwordHash, email, role, waitingSince };
}

export function nameTaken(): Refusal {
  return new Refusal('username-taken', { field: 'username' });
}
