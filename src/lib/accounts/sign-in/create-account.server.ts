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
  /** Given where an admin has to approve it first. */
  waitingSince?: Date;
}

interface Steps {
  /**
   * Runs when only the costly part is left. Limits are counted here, so that a typing error or a taken name costs
   * nobody their turn.
   */
  admit?: () => Promise<void>;
  /** Runs in the transaction that makes the account. */
  alongside?: (user: UserRow, tx: Tx) => Promise<void>;
}

/**
 * Makes an account, if all rules agree and `admit` does not refuse.
 * @throws Refusal `username-…`, `password-…`, and what `admit` throws
 */
export async function createAccount(
  account: NewAccount,
  { admit = async () => {}, alongside = async () => {} }: Steps = {},
): Promise<AccountView> {
  refuseBadAccount(account);
  const skeleton = skeletonOf(account.username);
  if ((await userBySkeleton(skeleton)) || (await isErasedName(skeleton))) throw nameTaken();
  await admit();
  const user = await newUser(account);
  return db().$transaction(async (tx) => {
    const made = await insertUser(user, tx);
    if (!made) throw nameTaken();
    await alongside(made, tx);
    return accountView(made);
  });
}

/** @throws Refusal with every fault of name and password at once, the first one leading */
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

/** The row of a new account. Hashing takes about 50 ms: do it before a transaction, never within. */
export async function newUser({
  username,
  password,
  email,
  role = 'reader',
  waitingSince,
}: NewAccount): Promise<NewUser> {
  const passwordHash = await hashPassword(password);
  const waiting = waitingSince ? { waitingSince } : {};
  return { username, skeleton: skeletonOf(username), passwordHash, email, role, ...waiting };
}

export function nameTaken(): Refusal {
  return new Refusal('username-taken', { field: 'username' });
}
