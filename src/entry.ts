// The start of a built site: `npm start` and the container run this file, once everything is installed and built.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { environment, settings } from '#lib/env.server.ts';
import { countPage, recordRequest } from '#lib/metrics.server.ts';
import { withPageCache } from '#lib/page-cache.server.ts';
import { pageState } from './page-state.server.ts';
import { listen, runSite, shareServer } from './site.ts';

/** Some five hundred long pages: all that is read in an hour, and a small part of a small machine. */
const CACHED_BYTES = 64 * 1024 * 1024;

await runSite(async () => {
  let handler: RequestListener = (_request, response) => response.writeHead(503).end();
  // The listener must be there before socket.io attaches (which the import below does), or its polling requests
  // would be answered twice.
  const server = createServer((request, response) => {
    if (!redirectToOrigin(request, response)) handler(request, response);
  });
  shareServer(server);
  const told = { onHit, onMiss: () => countPage('miss') };
  handler = withPageCache(await loadHandler(), { stateOf: pageState, maxBytes: CACHED_BYTES, ...told });
  await listen(server);
  return server;
});

function onHit({ url = '' }: IncomingMessage, status: number): void {
  countPage(status === 304 ? 'not_modified' : 'hit');
  // A page from memory takes less than the smallest bucket; what counts is how many there were.
  recordRequest({
    route: url.startsWith('/v/') ? 'kept /v/[slug]' : 'kept /',
    method: 'GET',
    status,
    seconds: 0,
  });
}

/** SvelteKit's part of the site. It reads its settings from the environment, at import. */
async function loadHandler(): Promise<RequestListener> {
  const { ORIGIN, TRUST_PROXY } = settings();
  const env = environment();
  env['ORIGIN'] = ORIGIN;
  // The API answers 413 beyond its own limits, in its own words; this one only keeps memory from filling up.
  env['BODY_SIZE_LIMIT'] = '6M';
  // Without a proxy in front, anybody could write any address into that header.
  delete env['ADDRESS_HEADER'];
  if (TRUST_PROXY > 0)
    Object.assign(env, { ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: String(TRUST_PROXY) });
  const built = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: RequestListener };
  return handler;
}

let ownHost: string | undefined;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** Sends a page asked for as localhost to 127.0.0.1 (or the other way): cookies and forms belong to one name. */
function redirectToOrigin({ method, headers, url }: IncomingMessage, response: ServerResponse): boolean {
  const own = (ownHost ??= new URL(settings().ORIGIN).host);
  const asked = headers.host ?? own;
  const isPage = (method === 'GET' || method === 'HEAD') && headers.accept?.includes('text/html');
  if (asked === own || !isPage || !LOOPBACK.test(asked) || !LOOPBACK.test(own)) return false;
  if (asked.replace(LOOPBACK, '$2') !== own.replace(LOOPBACK, '$2') || !url?.startsWith('/')) return false;
  response.writeHead(307, { location: settings().ORIGIN + url }).end();
  return true;
}
