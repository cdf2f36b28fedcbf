// The entry of a built site, run by `npm start` and the container.
import type { IncomingMessage, RequestListener } from 'node:http';
import { SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import { environment, settings } from '#lib/env.server.ts';
import { countPage, recordRequest } from '#lib/metrics/metrics.server.ts';
import { withPageCache } from '#lib/http/pages/page-cache.server.ts';
import { pageStates } from '#lib/http/pages/page-state.server.ts';
import { copyForCookies } from '#lib/http/pages/shared-copy.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { readOnlyNotice } from '#lib/site-settings/site-settings.ts';
import { redirectToOrigin } from './lib/http/server/own-host.server.ts';
import { withCompression } from './lib/http/server/compress-response.server.ts';
import { headersOf } from './lib/http/server/response-headers.server.ts';
import { createSiteServer, watchBodies } from './lib/http/server/http-server.server.ts';
import { PAGES } from './page-states.server.ts';
import { listen, runSite, shareServer } from './site.ts';

/** About five hundred long pages: all that is read in an hour, and little memory even on a small machine. */
const CACHED_BYTES = 64 * 1024 * 1024;

/** Seconds, for requests that arrive during the start. */
const RETRY_AFTER = 2;

await runSite(async () => {
  const { ORIGIN } = settings();
  let handler: RequestListener = (_request, response) =>
    response.writeHead(503, { 'retry-after': String(RETRY_AFTER) }).end();
  // The listener must exist before socket.io attaches (in the import below), or polling requests would get two responses.
  const server = createSiteServer((request, response) => handler(request, response), {
    headers: headersOf(ORIGIN),
  });
  shareServer(server);
  const site = withPageCache(withCompression(await loadHandler()), {
    copyFor: ({ headers }) => copyForCookies(headers.cookie, SESSION_COOKIE),
    stateOf: pageStates({
      pages: Object.values(PAGES),
      notice: async () => readOnlyNotice(await findSwitches()),
    }),
    maxBytes: CACHED_BYTES,
    onHit,
    onMiss: () => countPage('miss'),
  });
  handler = redirectToOrigin(site, ORIGIN);
  watchBodies(server);
  await listen(server);
  return server;
});

function onHit({ url = '' }: IncomingMessage, status: number): void {
  countPage(status === 304 ? 'not_modified' : 'hit');
  recordRequest({
    route: `kept ${routeOf(url)}`,
    method: 'GET',
    status,
    seconds: 0,
  });
}

function routeOf(url: string): string {
  if (url.startsWith('/v/')) return '/v/[slug]';
  return url.startsWith('/u/') ? '/u/[name]' : '/';
}

async function loadHandler(): Promise<RequestListener> {
  const env = environment();
  env['ORIGIN'] = settings().ORIGIN;
  // The API has lower limits with its own message; this one only protects memory.
  env['BODY_SIZE_LIMIT'] = '6M';
  // The hooks determine the client's address; adapter-node throws if the header is missing.
  delete env['ADDRESS_HEADER'];
  const built = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: RequestListener };
  return handler;
}
