import { networkOf, wideNetworkOf } from '#lib/http/network.server.ts';
import { spendTogether, trySpend } from '#lib/limits.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import type { SignUpInput } from '#lib/accounts/account-input.ts';
import { confirmationSpends, queueConfirmation } from '#lib/accounts/email/queue-confirmation.server.ts';
import type { AccountView } from '#lib/accounts/account-view.ts';
import { createAccount } from './create-account.server.ts';

/**
 * Creates an account; the caller opens the session. `address` is the request's network address. Only valid input counts
 * against the limits, so typing errors don't lock anyone out. The email address gets a confirmation link even if another
 * account has it too. If the limit of emails to it is used up, the account is created without one, and its settings
 * offer to send it.
 * @throws Refusal `sign-up-closed`, `username-…`, `password-…`, `rate-limited`
 */
export async function signUp(
  { username, password, email }: SignUpInput,
  address: string,
): Promise<AccountView> {
  const switches = await findSwitches();
  if (switches.signUp === 'closed') throw new Refusal('sign-up-closed');
  const waitingSince = switches.signUp === 'approval' ? new Date() : undefined;
  let mailed = false;
  return createAccount(
    { username, password, email, waitingSince },
    {
      beforeCreate: async () => {
        await spendTogether([
          ['sign-up', networkOf(address)],
          ['sign-up-by-network', wideNetworkOf(address)],
        ]);
        mailed = email !== undefined && (await trySpend(confirmationSpends(email, address)));
      },
      inTransaction: async ({ id, username }, tx) => {
        if (email && mailed)
          await queueConfirmation({ id, username, address: email }, { now: new Date(), tx });
      },
    },
  );
}
