import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { settings } from '#lib/env.server.ts';
import type { Cookies } from '#lib/accounts/cookies.ts';
import { passwordHashOf } from '#lib/accounts/user.store.server.ts';

/**
 * OWASP's device cookie shows that this browser was signed in to the account before. It is set at every sign-in and
 * survives signing out. Wrong passwords from a known device have their own limit, so an attacker elsewhere can't use up
 * the owner's. It is not a credential.
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */

/** Only the sign-in addresses get the cookie, so that other pages can be cached. */
const PATHS = ['/sign-in', '/api/v1/session'];

/** Seconds. Browsers keep no cookie longer than 400 days. */
const LIFETIME = 365 * 24 * 3600;

/** One cookie per account, for people who share a computer. */
const cookieNameOf = (userId: string) => `device-${userId}`;

interface Owner {
  id: string;
  passwordHash: string;
}

export async function setDeviceCookie(cookies: Cookies, userId: string): Promise<void> {
  const passwordHash = await passwordHashOf(userId);
  const nonce = randomBytes(16).toString('base64url');
  const value = `${nonce}.${signature({ id: userId, passwordHash }, nonce)}`;
  const secure = settings().ORIGIN.startsWith('https:');
  for (const path of PATHS)
    cookies.set(cookieNameOf(userId), value, {
      path,
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: LIFETIME,
    });
}

/** Identifies this browser among the account's devices; null if it was never signed in to the account. */
export function deviceIdOf(cookies: Pick<Cookies, 'get'>, owner: Owner): string | null {
  const [nonce = '', given = ''] = cookies.get(cookieNameOf(owner.id))?.split('.') ?? [];
  const [a, b] = [Buffer.from(given), Buffer.from(signature(owner, nonce))];
  return a.length === b.length && timingSafeEqual(a, b) ? nonce : null;
}

/**
 * The key is the stored password hash, so there is no other secret to keep and a new password voids all old cookies. Its
 * 16-byte salt never leaves the server, so the signature doesn't help to guess the password.
 */
function signature({ id, passwordHash }: Owner, nonce: string): string {
  return createHmac('sha256', passwordHash).update(`device ${id} ${nonce}`).digest('base64url');
}
