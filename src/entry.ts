// The start of a built site: `npm start` and the container run this file, once everything is installed and built.
import type { IncomingMessage, RequestListener } from 'node:http';
import { SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import { environment, settings } from '#lib/env.server.ts';
import { countPage, recordRequest } from '#lib/metrics/metrics.server.ts';
import { withPageCache } from '#lib/http/pages/page-cache.server.ts';
import { pageStates } from '#lib/http/pages/page-state.server.ts';
import { findSwitches } from '#lib/site-settings/find-site-settings.server.ts';
import { readOnlyNotice } from '#lib/site-settings/site-settings.ts';
import { THEME_COOKIE } from '#lib/ui/theme.ts';
import { findVerdictHeads } from '#lib/verdicts/find-verdict.server.ts';
import { listState } from '#lib/verdicts/list/list-verdicts.server.ts';
import { redirectToOrigin } from './lib/http/server/own-host.server.ts';
import { headersOf } from './lib/http/server/response-headers.server.ts';
import { createSiteServer, watchBodies } from './lib/http/server/http-server.server.ts';
import { listen, runSite, shareServer } from './site.ts';

/** Some five hundred long pages: all that is read in an hour, and a small part of a small machine. */
const CACHED_BYTES = 64 * 1024 * 1024;

/** Seconds after which a request that arrived during the start may succeed. */
const RETRY_AFTER = 2;

await runSite(async () => {
  const { ORIGIN } = settings();
  let handler: RequestListener = (_request, response) =>
    response.writeHead(503, { 'retry-after': String(RETRY_AFTER) }).end();
  // The listener must be there before socket.io attaches (which the import below does), or its polling requests
  // would be answered twice.
  const server = createSiteServer((request, response) => handler(request, response), {
    headers: headersOf(ORIGIN),
  });
  shareServer(server);
  const site = withPageCache(await loadHandler(), {
    stateOf: pageStates({
      privateCookies: [SESSION_COOKIE, THEME_COOKIE],
      frontState: listState,
      verdictState,
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

async function verdictState(slug: string): Promise<string> {
  const head = (await findVerdictHeads([slug])).get(slug);
  // A page that is gone has a state too: by it the cache replaces the page that it has.
  return head ? `${head.state}.${head.version}.${head.seq}.${head.tally}` : 'absent';
}

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
  const env = environment();
  env['ORIGIN'] = settings().ORIGIN;
  // The API answers 413 beyond its own limits, in its own words; this one only keeps memory from filling up.
  env['BODY_SIZE_LIMIT'] = '6M';
  // The hooks decide which address a request comes from; adapter-node throws where the header is missing.
  delete env['ADDRESS_HEADER'];
  const built = new URL('../build/handler.js', import.meta.url).href;
  const { handler } = (await import(built)) as { handler: RequestListener };
  return handler;
}
