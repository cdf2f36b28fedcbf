import type { RequestEvent } from '@sveltejs/kit';
import { SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import type { Actor } from '#lib/actor.ts';
import { noScript } from '#lib/http/pages/no-script.ts';
import { notedCopy } from '#lib/http/pages/render-audience.server.ts';
import { sharedCopyFor } from '#lib/http/pages/shared-copy.ts';
import { pageHead } from './page-head.server.ts';
import { NOBODY, VIEWER_FIELD } from '#lib/http/shown-viewer.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import { focusRefusal } from './focus-refusal.ts';

/**
 * Fills in what app.html says about the reader: nothing on shared pages, where its script does it. Called after the
 * page is rendered, because an action may have changed the theme, signed someone in, or found the reader.
 */
export function fillPage(html: string, event: RequestEvent): string {
  const { cookies, locals, route } = event;
  const isShared = locals.isShared ?? false;
  // An address without a page has no reader either: the session isn't read.
  const isForEveryone = isShared || route.id === null;
  const name = isForEveryone ? null : (locals.actor?.username ?? NOBODY);
  const page = locals.isRefused ? focusRefusal(html) : html;
  return (name === null ? page : withViewer(page, name))
    .replace('%copecheck.theme%', isShared ? 'system' : themeOf(cookies.get(THEME_COOKIE)))
    .replace('%copecheck.viewer%', locals.actor?.role ?? 'anonymous')
    .replace('%copecheck.shared%', isForEveryone ? 'data-shared' : nameOf(locals.actor))
    .replace('%copecheck.head%', () => pageHead(html, event))
    .replace('%copecheck.no-script%', () => (isShared ? noScriptOf(event) : ''));
}

const nameOf = (actor: Actor | null) => (actor ? `data-name="${actor.username}"` : '');

/** A quoted value may have `>`. */
const FORM = /<form\b(?:"[^"]*"|[^">])*>/gi;

/** For browsers without scripts: each form says whom the page shows. */
function withViewer(html: string, name: string): string {
  const input = `<input type="hidden" name="${VIEWER_FIELD}" value="${name}">`;
  return html.replace(FORM, (form) => (/\smethod="?post\b/i.test(form) ? form + input : form));
}

function noScriptOf({ cookies, platform, url }: RequestEvent): string {
  const copy = notedCopy(platform?.req) ?? sharedCopyFor((name) => cookies.get(name), SESSION_COOKIE);
  return noScript(copy ?? 'everyone', url.pathname + url.search);
}
