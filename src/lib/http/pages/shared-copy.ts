import { cookiesOf } from '#lib/http/cookies.ts';
import { DONE_COOKIE } from '#lib/http/forms/done-notice.ts';
import { THEME_COOKIE } from '#lib/ui/theme.ts';
import { SCRIPTS_COOKIE, SCRIPTS_ON } from './shared-pages.ts';

/** Copies of a shared page. The one for requests with a session leads browsers without scripts to their own page. */
export type PageCopy = 'everyone' | 'signed in';

/**
 * Which copy of a shared page a browser with these cookies gets; null: its page is rendered for its reader. The page
 * cache and the hooks both decide by this.
 */
export function sharedCopyFor(
  cookie: (name: string) => string | undefined,
  sessionCookie: string,
): PageCopy | null {
  // The notice is on one page, once.
  if (cookie(DONE_COOKIE) !== undefined) return null;
  const isSignedIn = cookie(sessionCookie) !== undefined;
  const isPersonal = isSignedIn || cookie(THEME_COOKIE) !== undefined;
  if (isPersonal && cookie(SCRIPTS_COOKIE) !== SCRIPTS_ON) return null;
  return isSignedIn ? 'signed in' : 'everyone';
}

/** The same by the header of the cookies. Most requests have none. */
export function copyForCookies(header: string | undefined, sessionCookie: string): PageCopy | null {
  if (header === undefined) return 'everyone';
  const cookies = cookiesOf(header);
  return sharedCopyFor((name) => cookies.get(name), sessionCookie);
}

interface Cookies {
  set(
    name: string,
    value: string,
    options: { path: string; httpOnly: boolean; secure: boolean; sameSite: 'lax'; maxAge: number },
  ): void;
}

/** From now on the browser gets pages rendered for its reader, until a script runs. */
export function forgetScripts({ cookies, url }: { cookies: Cookies; url: URL }): void {
  const secure = url.protocol === 'https:';
  cookies.set(SCRIPTS_COOKIE, '', { path: '/', httpOnly: false, secure, sameSite: 'lax', maxAge: 0 });
}
