import { Lucia, TimeSpan } from 'lucia';
import type { Actor } from '#lib/actor.ts';
import { cookiesOf } from '#lib/http/cookies.ts';
import { settings } from '#lib/env.server.ts';
import type { Cookies } from './cookies.ts';
import { setDeviceCookie } from './sign-in/device-cookie.server.ts';
import { deviceName } from './sessions/device-name.ts';
import { recordLastSeen } from './sessions/last-seen.server.ts';
import { correctViewerCookie, setViewerCookie } from './sessions/viewer-cookie.server.ts';
import {
  deleteSessionByHash,
  deleteSessionsOf,
  hashedSessionId,
  rolesBySession,
  sessionStore,
  type SessionRow,
  type SessionUser,
} from './session.store.server.ts';

/** `sessionId` is the hashed id. It can't be used to sign in, so it may be logged. */
export interface SignedIn {
  actor: Actor;
  sessionId: string;
  /** The owner deleted the account. Until then, the session can only restore it. */
  eraseAt: Date | null;
}

export const SESSION_COOKIE = 'session';

// Sliding: Lucia renews a session halfway, so a reader who returns every two weeks stays signed in.
export const SESSION_DAYS = 30;
const LIFETIME = new TimeSpan(SESSION_DAYS, 'd');

// Lucia's format: 25 random bytes in base32. Anything else costs no query.
const SECRET = /^[a-z2-7]{40}$/;

/**
 * The session of a request's cookie, in one query. Renews the cookies when due, clears invalid ones, and corrects the one
 * that names the reader.
 */
export async function sessionOf(cookies: Cookies): Promise<SignedIn | null> {
  const secret = cookies.get(SESSION_COOKIE);
  const { session, user } =
    secret && SECRET.test(secret) ? await lucia().validateSession(secret) : { session: null, user: null };
  if (!secret || !session) {
    if (secret) setCookie(cookies, lucia().createBlankSessionCookie());
    correctViewerCookie(cookies, null, LIFETIME.seconds());
    return null;
  }
  if (session.fresh) setCookie(cookies, lucia().createSessionCookie(secret));
  const showViewer = session.fresh ? setViewerCookie : correctViewerCookie;
  showViewer(cookies, shown(user), LIFETIME.seconds());
  const sessionId = hashedSessionId(secret);
  recordLastSeen(sessionId, session.lastSeenAt, new Date());
  return { actor: actorOf(user), sessionId, eraseAt: user.eraseAt };
}

/**
 * The session of a socket's handshake. It isn't renewed, because no cookie can be set there: renewing only the session
 * would keep the next page from renewing the cookie, which would then expire.
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

/** The roles of these sessions by hashed id, in one query. Ended sessions are absent. */
export async function rolesOfSessions(ids: string[]): Promise<Map<string, Actor['role']>> {
  return rolesBySession(ids);
}

/**
 * Signs the user in on this browser and sets its device cookie. The secret is always new, against session fixation. The
 * browser's previous session ends. `userAgent` names the browser in the list of sessions.
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
  const [, user] = await sessionStore.getSessionAndUser(session.id);
  setViewerCookie(cookies, user && shown(user.attributes), LIFETIME.seconds());
  await setDeviceCookie(cookies, userId);
}

/** Signs out on this browser. `sessionId` is the hashed id. */
export async function closeSession(cookies: Cookies, sessionId: string): Promise<void> {
  await deleteSessionByHash(sessionId);
  setCookie(cookies, lucia().createBlankSessionCookie());
  setViewerCookie(cookies, null, 0);
}

/**
 * Ends a user's sessions, except the one with the hashed id `except`.
 * @returns the hashed ids of the ended sessions, for disconnecting their sockets
 */
export async function closeEverySession(
  userId: string,
  { except }: { except?: string } = {},
): Promise<string[]> {
  return deleteSessionsOf(userId, except);
}

export async function removeExpiredSessions(): Promise<void> {
  await lucia().deleteExpiredSessions();
}

function actorOf({ id, username, role, waiting, barred }: SessionUser['attributes'] & { id: string }): Actor {
  return { id, username, role, ...(waiting && { waiting }), ...(barred && { barred }) };
}

/** An account that is being deleted is shown to nobody as signed in. */
function shown(user: SessionUser['attributes']): SessionUser['attributes'] | null {
  return user.eraseAt ? null : user;
}

function setCookie(
  cookies: Cookies,
  cookie: { name: string; value: string; attributes: { maxAge?: number } },
): void {
  cookies.set(cookie.name, cookie.value, { ...cookie.attributes, path: '/' });
}

let instance: ReturnType<typeof createLucia> | undefined;

/** Created lazily, after the settings have been checked. */
function lucia() {
  return (instance ??= createLucia());
}

function createLucia() {
  return new Lucia(sessionStore, {
    sessionExpiresIn: LIFETIME,
    sessionCookie: {
      name: SESSION_COOKIE,
      // HttpOnly is Lucia's default. Lax: links from other sites keep the reader signed in, their forms don't.
      attributes: { sameSite: 'lax', path: '/', secure: settings().ORIGIN.startsWith('https:') },
    },
    getUserAttributes: (attributes) => attributes,
    getSessionAttributes: ({ lastSeenAt }) => ({ lastSeenAt }),
  });
}

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>;
    DatabaseUserAttributes: SessionUser['attributes'];
    DatabaseSessionAttributes: SessionRow['attributes'];
  }
}
