import { createHash } from 'node:crypto';
import { siteOf } from '#lib/http/network.server.ts';
import { countEvent, eventsOf, giveBack, spendTogether, type Spend } from '#lib/limits.server.ts';
import { type LimitName } from '#lib/limits.ts';
import { Refusal } from '#lib/refusal.ts';
import type { SignInInput } from '#lib/accounts/account-input.ts';
import { accountView, type AccountView } from '#lib/accounts/account-view.ts';
import type { Cookies } from '#lib/accounts/cookies.ts';
import { deviceIdOf } from './device-cookie.server.ts';
import { passwordMatches } from '#lib/accounts/password/password.server.ts';
import { credentialsBySkeleton } from '#lib/accounts/user.store.server.ts';
import { skeletonOf, whyNotUsername } from '#lib/accounts/username.ts';

/** Failures per name and hour, from unknown places, before attempts are slowed down. People mistype. */
const FREE_FAILURES = 10;

/**
 * Seconds between two attempts from one unknown place on a name under attack. The delay grows by one second with each
 * further failure, up to this. The owner's first attempt on a new device has no delay.
 */
export const MAX_DELAY = 30;

type User = Awaited<ReturnType<typeof credentialsBySkeleton>>;

interface Origin {
  address: string;
  cookies: Pick<Cookies, 'get'>;
}

/**
 * Checks name and password; the caller opens the session. A wrong name and a wrong password have the same response after
 * the same work. Only failures count. The owner's known devices and addresses have their own limits, which an attacker
 * elsewhere can't use up.
 * @throws Refusal `wrong-credentials`, `rate-limited`
 */
export async function signIn(
  { username, password }: SignInInput,
  address: string,
  cookies: Pick<Cookies, 'get'> = { get: () => undefined },
): Promise<AccountView> {
  const name = whyNotUsername(username) === 'username-malformed' ? null : skeletonOf(username);
  const user = name === null ? null : await credentialsBySkeleton(name);
  const { spends, unknownOrigin } = await limitsOf(name, user, { address, cookies });
  // Before the password is checked, so that parallel attempts are counted.
  await spendTogether(spends);
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (!user || !matches) {
    if (unknownOrigin && name !== null) await countEvent('sign-in-failures', name);
    throw new Refusal('wrong-credentials');
  }
  for (const [limit, key] of spends) await giveBack(limit, key);
  await countEvent('known-address', addressKey(user.id, address));
  return accountView(user);
}

/** The limits that an attempt counts against unless the password is right. `name` is a skeleton, null if malformed. */
async function limitsOf(
  name: string | null,
  user: User,
  { address, cookies }: Origin,
): Promise<{ spends: Spend[]; unknownOrigin: boolean }> {
  const device = user && deviceIdOf(cookies, user);
  if (device) return { spends: [['sign-in-by-device', `${user.id} ${device}`]], unknownOrigin: false };
  const site = siteOf(address);
  const spends: Spend[] = [['sign-in-by-address', site]];
  if (name === null) return { spends, unknownOrigin: true };
  const pair: [LimitName, string] = ['sign-in-by-pair', `${name} ${site}`];
  if (user && (await eventsOf('known-address', addressKey(user.id, address))) > 0)
    return { spends: [pair], unknownOrigin: false };
  spends.push(pair);
  const delay = Math.min(MAX_DELAY, (await eventsOf('sign-in-failures', name)) - FREE_FAILURES);
  if (delay > 0) spends.push(['sign-in-pace', `${name} ${site}`, delay]);
  return { spends, unknownOrigin: true };
}

/** Hashed, because it is kept for a month and would show who signed in from where. */
function addressKey(userId: string, address: string): string {
  return createHash('sha256')
    .update(`${userId} ${siteOf(address)}`)
    .digest('base64url');
}
