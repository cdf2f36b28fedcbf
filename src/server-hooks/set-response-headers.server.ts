import type { Handle, RequestEvent } from '@sveltejs/kit';
import { fillPage } from './fill-page.server.ts';
import { isApi } from './is-api.ts';

/** Headers of every response, and what the first byte of a page says about its reader. */
export const setResponseHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => fillPage(html, event),
    preload: ({ type }) => type === 'js' || type === 'css',
  });
  response.headers.append('vary', variesBy(event, response));
  if (!response.headers.has('referrer-policy'))
    response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  // The same page as without a return path.
  const { searchParams } = event.url;
  if (searchParams.has('to') || searchParams.has('from')) response.headers.set('x-robots-tag', 'noindex');
  // A page shows what its reader may see; a shared cache must not show it to others.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
};

/** The request headers on which a response depends. The page cache compresses pages; errors are JSON or a page. */
function variesBy(event: RequestEvent, { status }: Response): string {
  if (isApi(event)) return 'authorization, cookie';
  return status < 400 ? 'accept-encoding, cookie' : 'accept, accept-encoding, cookie';
}
