import type { Cookies } from '#lib/accounts/cookies.ts';
import { settings } from '#lib/env.server.ts';
import { VIEWER_COOKIE, viewerCookieValue, type CookieViewer } from '#lib/http/viewer-cookie.ts';

/** `viewer` is null if nobody is signed in. `maxAge` in seconds: the cookie lives as long as the session's. */
export function setViewerCookie(cookies: Cookies, viewer: CookieViewer | null, maxAge: number): void {
  cookies.set(VIEWER_COOKIE, viewer ? viewerCookieValue(viewer) : '', {
    path: '/',
    // Scripts read it.
    httpOnly: false,
    sameSite: 'lax',
    secure: settings().ORIGIN.startsWith('https:'),
    maxAge: viewer ? maxAge : 0,
  });
}

/** Sets the cookie only if the browser has another. */
export function correctViewerCookie(cookies: Cookies, viewer: CookieViewer | null, maxAge: number): void {
  const shown = viewer ? viewerCookieValue(viewer) : undefined;
  if (cookies.get(VIEWER_COOKIE) !== shown) setViewerCookie(cookies, viewer, maxAge);
}
