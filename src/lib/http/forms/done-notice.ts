/** What a form has done, said once on the page that it leads to. A code, so that nobody can put words into the page. */
export const DONE = {
  'draft-deleted': 'The draft was deleted.',
  created: 'Published. This is the verdict’s page.',
  changed: 'The new version is published.',
  unchanged: 'Nothing has changed: the verdict already says exactly this.',
  unpublished: 'Unpublished: only admins can see the verdict now.',
  retracted: 'Retracted: readers see your note and the comments.',
  restored: 'Published again.',
} as const;
export type Done = keyof typeof DONE;

const COOKIE = 'done';
/** Seconds. The page that says it is the next one. */
const LASTS = 60;

/** Not Secure: it holds no secret, and a site on plain http needs it too. */
const OPTIONS = { path: '/', httpOnly: true, sameSite: 'lax', secure: false } as const;
type CookieOptions = typeof OPTIONS & { maxAge: number };

interface Cookies {
  get(name: string): string | undefined;
  set(name: string, value: string, options: CookieOptions): void;
}

export function leaveDone(cookies: Cookies, done: Done): void {
  cookies.set(COOKIE, done, { ...OPTIONS, maxAge: LASTS });
}

/** What there is to say, if anything; it is then said and forgotten. */
export function takeDone(cookies: Cookies): string[] {
  const done = cookies.get(COOKIE);
  if (done === undefined) return [];
  cookies.set(COOKIE, '', { ...OPTIONS, maxAge: 0 });
  return Object.hasOwn(DONE, done) ? [DONE[done as Done]] : [];
}
