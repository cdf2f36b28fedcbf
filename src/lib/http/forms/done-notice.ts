/** Shown once on the page that a form leads to. The cookie has a code, so that it can't put other text into the page. */
export const DONE = {
  'draft-deleted': 'The draft was deleted.',
  created: 'Published. This is the verdict’s page.',
  changed: 'The new version is published.',
  unchanged: 'Nothing has changed: the verdict already has this text.',
  unpublished: 'Unpublished: only admins can see the verdict now.',
  retracted: 'Retracted: readers see your note and the comments.',
  restored: 'Published again.',
} as const;
export type Done = keyof typeof DONE;

export const DONE_COOKIE = 'done';
/** Seconds, until the next page. */
const MAX_AGE = 60;

/** Not Secure: it holds no secret, and must work on plain http too. */
const OPTIONS = { path: '/', httpOnly: true, sameSite: 'lax', secure: false } as const;
type CookieOptions = typeof OPTIONS & { maxAge: number };

export interface Cookies {
  get(name: string): string | undefined;
  set(name: string, value: string, options: CookieOptions): void;
}

export function leaveDone(cookies: Cookies, done: Done): void {
  leaveCode(cookies, done);
}

/** For other notices of one page; the cookie also says that the next page isn't one for everyone. */
export function leaveCode(cookies: Cookies, code: string): void {
  cookies.set(DONE_COOKIE, code, { ...OPTIONS, maxAge: MAX_AGE });
}

export function takeCode(cookies: Cookies): string | undefined {
  const code = cookies.get(DONE_COOKIE);
  if (code !== undefined) cookies.set(DONE_COOKIE, '', { ...OPTIONS, maxAge: 0 });
  return code;
}

export function takeDone(cookies: Cookies): string[] {
  return doneOf(takeCode(cookies));
}

export function doneOf(code: string | undefined): string[] {
  return code !== undefined && Object.hasOwn(DONE, code) ? [DONE[code as Done]] : [];
}
