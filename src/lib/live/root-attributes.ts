// What the script in app.html sets on the root element before the first paint, for later changes.
import { cookiesOf } from '#lib/http/cookies.ts';
import { readViewerCookie, VIEWER_COOKIE, type CookieViewer } from '#lib/http/viewer-cookie.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';

/** Who is signed in, for display only. */
export function cookieViewer(): CookieViewer | null {
  return readViewerCookie(browserCookie(VIEWER_COOKIE));
}

/** CSS shows the controls of this reader from now on. */
export function showViewer(viewer: CookieViewer | null): void {
  const { dataset, style } = document.documentElement;
  dataset['viewer'] = viewer?.role ?? 'anonymous';
  dataset['name'] = viewer?.username ?? '';
  style.setProperty('--viewer-name', JSON.stringify(viewer?.username ?? ''));
  const own = document.getElementById('own-comments') ?? document.createElement('style');
  own.id = 'own-comments';
  own.textContent = viewer ? ownComments(viewer.username) : '';
  document.head.append(own);
}

/** The style of comments by `username`, for the markup of untouched ones. */
function ownComments(username: string): string {
  const by = `[data-author="${username}"]`;
  return `${by} .others-only { display: none !important; } ${by} .own-only { display: revert !important; }`;
}

/** A cookie that scripts can't read was set by an older version: the server has applied it. */
export function showTheme(): void {
  const theme = browserCookie(THEME_COOKIE);
  if (theme !== undefined) document.documentElement.dataset['theme'] = themeOf(theme);
}

function browserCookie(name: string): string | undefined {
  try {
    return cookiesOf(document.cookie).get(name);
  } catch {
    return undefined; // cookies are forbidden
  }
}
