import type { Handle, RequestEvent } from '@sveltejs/kit';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import { isApi } from './is-api.ts';

/** Headers of every response, and the reader's theme in the first byte, so that no page flashes. */
export const setResponseHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    // Read when the page is rendered, because an action may have changed the theme before.
    transformPageChunk: ({ html }) =>
      html
        .replace('%copecheck.theme%', themeOf(event.cookies.get(THEME_COOKIE)))
        .replace('%copecheck.viewer%', event.locals.actor?.role ?? 'anonymous'),
    preload: ({ type }) => type === 'js' || type === 'css',
  });
  response.headers.append('vary', variesBy(event, response));
  if (!response.headers.has('referrer-policy'))
    response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  // A page shows what its reader may see; a shared cache must not show it to others.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
};

/** The request headers on which a response depends. The page cache compresses pages; errors are JSON or a page. */
function variesBy(event: RequestEvent, { status }: Response): string {
  if (isApi(event)) return 'authorization, cookie';
  return status < 400 ? 'accept-encoding, cookie' : 'accept, accept-encoding, cookie';
}
