import { networkOf, wideNetworkOf } from '#lib/http/network.server.ts';
import { spendTogether, trySpend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import type { SignUpInput } from '#lib/accounts/account-input.ts';
import { confirmationSpends, queueConfirmation } from '#lib/accounts/email/queue-confirmation.server.ts';
import type { AccountView } from '#lib/accounts/account-view.ts';
import { createAccount } from './create-account.server.ts';

/**
 * A visitor makes an account; the caller opens the session. `address` is where the request came from.
 * Only accounts about to be made count against the limits: a family that mistypes must not be locked out for an hour,
 * and asking whether a name is taken tells no more than its public page does. While sign-up is by approval, the account
 * waits for an admin. The email address gets a confirmation link, even if another account has it too. If strangers have
 * used up the emails to this address, the account is made without one, and its settings offer to send it.
 * @throws Refusal `sign-up-closed`, `username-…`, `password-…`, `rate-limited`
 */
export async function signUp(
  { username, password, email }: SignUpInput,
  address: string,
): Promise<AccountView> {
  const switches = await findSwitches();
  if (switches.signUp === 'closed') throw new Refusal('sign-up-closed');
  const waiting = switches.signUp === 'approval' ? { waitingSince: new Date() } : {};
  let mailed = false;
  return createAccount(
    { username, password, email, ...waiting },
    {
      admit: async () => {
        await spendTogether([
          ['sign-up', networkOf(address)],
          ['sign-up-by-network', wideNetworkOf(address)],
        ]);
        mailed = email !== undefined && (await trySpend(confirmationSpends(email, address)));
      },
      alongside: async ({ id, username }, tx) => {
        if (email && mailed)
          await queueConfirmation({ id, username, address: email }, { now: new Date(), tx });
      },
    },
  );
}
