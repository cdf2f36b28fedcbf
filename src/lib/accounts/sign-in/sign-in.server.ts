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

/** Failures on one name from unknown places within an hour that slow nobody down: people mistype. */
const FREE_FAILURES = 10;

/**
 * Seconds between two tries on a name under attack from one unknown place: one more for each further failure, up to
 * this. The owner on a new device never waits longer than this between two tries, and the first one is free.
 */
export const LONGEST_DELAY = 30;

type User = Awaited<ReturnType<typeof credentialsBySkeleton>>;

/** Where a try comes from. */
interface From {
  address: string;
  cookies: Pick<Cookies, 'get'>;
}

/**
 * Checks name and password; the caller opens the session. A wrong name and a wrong password get the same answer after
 * the same work. Only failures count, and never against someone else: the owner's known device and known addresses
 * have allowances of their own, which an attacker elsewhere can't use up.
 * @throws Refusal `wrong-credentials`, `rate-limited`
 */
export async function signIn(
  { username, password }: SignInInput,
  address: string,
  cookies: Pick<Cookies, 'get'> = { get: () => undefined },
): Promise<AccountView> {
  const name = whyNotUsername(username) === 'username-malformed' ? null : skeletonOf(username);
  const user = name === null ? null : await credentialsBySkeleton(name);
  const { spends, stranger } = await allowanceOf(name, user, { address, cookies });
  // Before the password is checked, so that parallel tries can't slip through.
  await spendTogether(spends);
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (!user || !matches) {
    if (stranger && name !== null) await countEvent('sign-in-failures', name);
    throw new Refusal('wrong-credentials');
  }
  for (const [limit, key] of spends) await giveBack(limit, key);
  await countEvent('known-address', addressKey(user.id, address));
  return accountView(user);
}

/** What a try spends, and gets back when the password is right. `name`: its skeleton; null for one nobody can have. */
async function allowanceOf(
  name: string | null,
  user: User,
  { address, cookies }: From,
): Promise<{ spends: Spend[]; stranger: boolean }> {
  const device = user && deviceIdOf(cookies, user);
  if (device) return { spends: [['sign-in-by-device', `${user.id} ${device}`]], stranger: false };
  const site = siteOf(address);
  const spends: Spend[] = [['sign-in-by-address', site]];
  if (name === null) return { spends, stranger: true };
  const pair: [LimitName, string] = ['sign-in-by-pair', `${name} ${site}`];
  if (user && (await eventsOf('known-address', addressKey(user.id, address))) > 0)
    return { spends: [pair], stranger: false };
  spends.push(pair);
  const delay = Math.min(LONGEST_DELAY, (await eventsOf('sign-in-failures', name)) - FREE_FAILURES);
  if (delay > 0) spends.push(['sign-in-pace', `${name} ${site}`, delay]);
  return { spends, stranger: true };
}

/** Hashed: it is kept for a month, and nobody has to read in the table who signed in from where. */
function addressKey(userId: string, address: string): string {
  return createHash('sha256')
    .update(`${userId} ${siteOf(address)}`)
    .digest('base64url');
}
