// Tells scripts in the browser who is signed in, so that a page made for everyone shows the right name and controls at
// once. Anyone can write it: for display only, no decision may rely on it.
export const VIEWER_COOKIE = 'viewer';

const ROLES = ['reader', 'moderator', 'admin'] as const;

export interface CookieViewer {
  username: string;
  role: (typeof ROLES)[number];
}

/** As names are since the first account; the head script puts it into CSS. */
const NAME = /^[A-Za-z0-9_-]{3,24}$/;

export function viewerCookieValue({ username, role }: CookieViewer): string {
  return `${role}.${encodeURIComponent(username)}`;
}

/** `value` as sent or decoded; null for anything that `viewerCookieValue` doesn't make. */
export function readViewerCookie(value: string | undefined): CookieViewer | null {
  const [, word, username = ''] = /^([a-z]+)\.(.*)$/.exec(value ?? '') ?? [];
  const role = ROLES.find((known) => known === word);
  return role && NAME.test(username) ? { username, role } : null;
}
