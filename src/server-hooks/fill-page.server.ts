import type { RequestEvent } from '@sveltejs/kit';
import { SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import { noScript } from '#lib/http/pages/no-script.ts';
import { notedCopy } from '#lib/http/pages/render-audience.server.ts';
import { sharedCopyFor } from '#lib/http/pages/shared-copy.ts';
import { pageHead } from './page-head.server.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';

/**
 * Fills in what app.html says about the reader: nothing on shared pages, where its script does it. Called after the
 * page is rendered, because an action may have changed the theme, signed someone in, or found the reader.
 */
export function fillPage(html: string, event: RequestEvent): string {
  const { cookies, locals, route } = event;
  const isShared = locals.isShared ?? false;
  // An address without a page has no reader either: the session isn't read.
  const isForEveryone = isShared || route.id === null;
  return html
    .replace('%copecheck.theme%', isShared ? 'system' : themeOf(cookies.get(THEME_COOKIE)))
    .replace('%copecheck.viewer%', locals.actor?.role ?? 'anonymous')
    .replace('%copecheck.shared%', isForEveryone ? 'data-shared' : '')
    .replace('%copecheck.head%', () => pageHead(html, event))
    .replace('%copecheck.no-script%', () => (isShared ? noScriptOf(event) : ''));
}

function noScriptOf({ cookies, platform, url }: RequestEvent): string {
  const copy = notedCopy(platform?.req) ?? sharedCopyFor((name) => cookies.get(name), SESSION_COOKIE);
  return noScript(copy ?? 'everyone', url.pathname + url.search);
}
