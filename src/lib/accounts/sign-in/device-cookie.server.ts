import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { settings } from '#lib/env.server.ts';
import type { Cookies } from '#lib/accounts/cookies.ts';
import { passwordHashOf } from '#lib/accounts/user.store.server.ts';

/**
 * OWASP's device cookie: set at every sign-in and kept when signing out, it shows that this browser was signed in to
 * the account before. Its wrong passwords have an allowance of their own, so an attacker elsewhere can't use up the
 * owner's. It opens nothing.
 * https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
 */

/** Where browsers and programs sign in. Other pages never get the cookie, so it doesn't keep them from being cached. */
const PATHS = ['/sign-in', '/api/v1/session'];

/** Seconds: someone who comes back once a year is still known. Browsers keep no cookie longer than 400 days. */
const LIFETIME = 365 * 24 * 3600;

/** One for each account: people who share a computer don't forget each other's. */
const cookieOf = (userId: string) => `device-${userId}`;

/** The owner of an account, with the key that signs its device cookies. */
interface Owner {
  id: string;
  passwordHash: string;
}

/** Remembers that this browser was signed in to the account. */
export async function setDeviceCookie(cookies: Cookies, userId: string): Promise<void> {
  const passwordHash = await passwordHashOf(userId);
  const nonce = randomBytes(16).toString('base64url');
  const value = `${nonce}.${signature({ id: userId, passwordHash }, nonce)}`;
  const secure = settings().ORIGIN.startsWith('https:');
  for (const path of PATHS)
    cookies.set(cookieOf(userId), value, { path, httpOnly: true, sameSite: 'lax', secure, maxAge: LIFETIME });
}

/** What identifies this browser among the account's devices; null for one that was never signed in to it. */
export function deviceIdOf(cookies: Pick<Cookies, 'get'>, owner: Owner): string | null {
  const [nonce = '', given = ''] = cookies.get(cookieOf(owner.id))?.split('.') ?? [];
  const [a, b] = [Buffer.from(given), Buffer.from(signature(owner, nonce))];
  return a.length === b.length && timingSafeEqual(a, b) ? nonce : null;
}

/**
 * The key is the stored password hash: no other secret has to be kept, and a new password makes all old cookies void.
 * Its random salt of 16 bytes never leaves the server, so the signature doesn't help to guess the password.
 */
function signature({ id, passwordHash }: Owner, nonce: string): string {
  return createHmac('sha256', passwordHash).update(`device ${id} ${nonce}`).digest('base64url');
}
