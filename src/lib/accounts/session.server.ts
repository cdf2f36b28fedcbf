import { Lucia, TimeSpan } from 'lucia';
import type { Actor } from '#lib/actor.ts';
import { cookiesOf } from '#lib/http/cookies.ts';
import { settings } from '#lib/env.server.ts';
import type { Cookies } from './cookies.ts';
import { setDeviceCookie } from './sign-in/device-cookie.server.ts';
import { deviceName } from './sessions/device-name.ts';
import { recordLastSeen } from './sessions/last-seen.server.ts';
import {
  deleteSessionByHash,
  deleteSessionsOf,
  hashedSessionId,
  rolesBySession,
  sessionStore,
  type SessionRow,
  type SessionUser,
} from './session.store.server.ts';

/** Who is signed in. `sessionId` is the hashed id: it opens nothing, so it may be logged. */
export interface SignedIn {
  actor: Actor;
  sessionId: string;
  /** Its owner deleted the account: until then, the session can do nothing but restore it. */
  eraseAt: Date | null;
}

export const SESSION_COOKIE = 'session';

// Sliding: renewed once half of it is over, so a reader who comes back every two weeks stays signed in.
export const SESSION_DAYS = 30;
const LIFETIME = new TimeSpan(SESSION_DAYS, 'd');

// What Lucia makes: 25 random bytes in base32. Anything else is nobody's session and not worth a query.
const SECRET = /^[a-z2-7]{40}$/;

/** Who the request's cookie says it is, in one query. Renews the cookie when it is due, blanks a dead one. */
export async function sessionOf(cookies: Cookies): Promise<SignedIn | null> {
  const secret = cookies.get(SESSION_COOKIE);
  if (!secret) return null;
  const { session, user } = SECRET.test(secret)
    ? await lucia().validateSession(secret)
    : { session: null, user: null };
  if (!session) {
    setCookie(cookies, lucia().createBlankSessionCookie());
    return null;
  }
  if (session.fresh) setCookie(cookies, lucia().createSessionCookie(secret));
  const sessionId = hashedSessionId(secret);
  recordLastSeen(sessionId, session.lastSeenAt, new Date());
  return { actor: actorOf(user), sessionId, eraseAt: user.eraseAt };
}

/**
 * Who a socket's handshake says it is. It renews nothing: no cookie can be set there, and a session renewed without
 * its cookie would not be due on the next page, so the cookie would die on a reader who is here every day.
 */
export async function actorOfCookies(header: string | undefined): Promise<SignedIn | null> {
  const secret = cookiesOf(header).get(SESSION_COOKIE);
  if (!secret || !SECRET.test(secret)) return null;
  const [session, user] = await sessionStore.getSessionAndUser(secret);
  const now = new Date();
  if (!session || !user || session.expiresAt <= now || user.attributes.eraseAt) return null;
  const sessionId = hashedSessionId(secret);
  recordLastSeen(sessionId, session.attributes.lastSeenAt, now);
  return { actor: actorOf({ id: user.id, ...user.attributes }), sessionId, eraseAt: null };
}

/** The roles of these sessions, by hashed id, in one query; a session that has ended is absent. */
export async function rolesOfSessions(ids: string[]): Promise<Map<string, Actor['role']>> {
  return rolesBySession(ids);
}

/**
 * Signs the user in on this browser and remembers the browser. A new secret each time: a cookie planted before sign-in
 * opens nothing. A session that this browser had before ends, since it must not live on without a cookie. `userAgent`
 * is the request's header: the list of sessions names the browser by it.
 */
export async function openSession(
  cookies: Cookies,
  userId: string,
  userAgent: string | null = null,
): Promise<void> {
  const before = cookies.get(SESSION_COOKIE);
  const session = await lucia().createSession(userId, {
    device: deviceName(userAgent),
    lastSeenAt: new Date(),
  });
  if (before && SECRET.test(before)) await sessionStore.deleteSession(before);
  setCookie(cookies, lucia().createSessionCookie(session.id));
  await setDeviceCookie(cookies, userId);
}

/** Signs out on this browser. `sessionId` is the hashed id. */
export async function closeSession(cookies: Cookies, sessionId: string): Promise<void> {
  await deleteSessionByHash(sessionId);
  setCookie(cookies, lucia().createBlankSessionCookie());
}

/**
 * Signs a user out everywhere, or everywhere but on the session with the hashed id `except`.
 * @returns the hashed ids of the sessions that ended: the caller cuts their sockets
 */
export async function closeEverySession(
  userId: string,
  { except }: { except?: string } = {},
): Promise<string[]> {
  return deleteSessionsOf(userId, except);
}

/** Expired sessions open nothing, they only take room. */
export async function removeExpiredSessions(): Promise<void> {
  await lucia().deleteExpiredSessions();
}

function actorOf({ id, username, role, waiting }: SessionUser['attributes'] & { id: string }): Actor {
  return { id, username, role, ...(waiting ? { waiting } : {}) };
}

function setCookie(
  cookies: Cookies,
  cookie: { name: string; value: string; attributes: { maxAge?: number } },
): void {
  cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: '/' });
}

let made: ReturnType<typeof makeLucia> | undefined;

/** Made at the first call, when the settings have been checked. */
function lucia() {
  return (made ??= makeLucia());
}

function makeLucia() {
  return new Lucia(sessionStore, {
    sessionExpiresIn: LIFETIME,
    sessionCookie: {
      name: SESSION_COOKIE,
      // HttpOnly is Lucia's default. Lax: a link from elsewhere finds the reader signed in, a foreign form does not.
      attributes: { sameSite: 'lax', path: '/', secure: settings().ORIGIN.startsWith('https:') },
    },
    getUserAttributes: (attributes) => attributes,
    getSessionAttributes: ({ lastSeenAt }) => ({ lastSeenAt }),
  });
}

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>;
    DatabaseUserAttributes: SessionUser['attributes'];
    DatabaseSessionAttributes: SessionRow['attributes'];
  }
}
