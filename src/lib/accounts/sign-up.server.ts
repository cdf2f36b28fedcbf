import { networkOf, spend } from '#lib/limits.server.ts';
import type { SignUpInput } from './account-input.ts';
import type { AccountView } from './account-view.ts';
import { createAccount } from './create-account.server.ts';

/**
 * A stranger makes an account; opening the session is the caller's. `address` is where the request came from.
 * Only accounts about to be made count against the limit: a family that mistypes must not be locked out for an hour,
 * and asking whether a name is taken tells no more than its public page does.
 * @throws Refusal `username-…`, `password-…`, `rate-limited`
 */
export async function signUp(
  { username, password, email }: SignUpInput,
  address: string,
): Promise<AccountView> {
  return createAccount({ username, password, email }, () => spend('sign-up', networkOf(address)));
}
