import { randomUUID } from 'node:crypto';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { programOf } from '#lib/accounts/api-token.server.ts';
import { removeExpiredSessions, sessionOf } from '#lib/accounts/session.server.ts';
import { problem } from '#lib/api.server.ts';
import { onCaseNews } from '#lib/discussion/case-news.server.ts';
import { settings } from '#lib/env.server.ts';
import { startLive } from '#lib/live/start.server.ts';
import { log } from '#lib/log.server.ts';
import { tellCaseNewsOf } from '#lib/moderation/tell-case-news.server.ts';
import { recordRequest } from '#lib/metrics.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { mayAct } from '#lib/standing/find-standing.server.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import { headsOf } from '#lib/verdicts/find-verdict.server.ts';

/** Milliseconds between two sweeps of expired sessions, which open nothing and only take room. */
const SWEEP_EVERY = 60 * 60 * 1000;

export const init: ServerInit = () => {
  startLive({ headsOf, mayComment: (userId) => mayAct(userId, 'comment', new Date()) });
  onCaseNews(tellCaseNewsOf);
  const sweep = () =>
    removeExpiredSessions().catch((err) => log.warn({ err }, 'expired sessions were not swept'));
  void sweep();
  setInterval(sweep, SWEEP_EVERY).unref();
};

/** Gives the request its id and its log line: what was asked, what came of it, how many milliseconds it took. */
const logRequest: Handle = async ({ event, resolve }) => {
  const started = performance.now();
  event.locals.requestId = randomUUID();
  event.locals.log = log.child({ request: event.locals.requestId });
  const response = await resolve(event);
  const ms = Math.round(performance.now() - started);
  const { request, route } = event;
  recordRequest({ route: route.id, method: request.method, status: response.status, seconds: ms / 1000 });
  const line = { method: request.method, path: event.url.pathname, status: response.status, ms };
  event.locals.log.debug(line, 'answered');
  response.headers.set('x-request-id', event.locals.requestId);
  return response;
};

/** Who asks: a reader by the session cookie, or on the API a program by its token. */
const identify: Handle = async ({ event, resolve }) => {
  const { cookies, request, locals, route } = event;
  const session = route.id === null ? null : await sessionOf(cookies);
  locals.actor = session?.actor ?? null;
  locals.sessionId = session?.sessionId ?? null;
  locals.program = isApi(event) ? await programOf(request.headers.get('authorization')) : null;
  return resolve(event);
};

/**
 * The attack: another site makes the reader's browser write with the reader's cookie. SvelteKit guards forms; JSON
 * writes are guarded here. Whoever sends no cookie (a program) has nothing that another site could borrow.
 */
const refuseForeignWrites: Handle = async ({ event, resolve }) => {
  const { method, headers } = event.request;
  const writes = isApi(event) && method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
  const origin = headers.get('origin');
  const foreign =
    origin === null ? event.locals.actor !== null && !event.locals.program : origin !== ownOrigin(event.url);
  return writes && foreign ? problem(new Refusal('foreign-origin')) : resolve(event);
};

/** Headers that every answer carries, and the reader's appearance in the first byte, so that no page flashes. */
const dress: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    // Read when the page is made: the action before it may have changed the choice.
    transformPageChunk: ({ html }) =>
      html.replace('%copecheck.theme%', themeOf(event.cookies.get(THEME_COOKIE))),
    preload: ({ type }) => type === 'js' || type === 'css',
  });
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  // A page shows what its reader may see; a shared cache must not show it to the next one.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
};

export const handle = sequence(logRequest, dress, identify, refuseForeignWrites);

/** Bugs end here: the cause goes to the log with an id, the reader gets the id and a plain sentence. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
  if (status === 404) return { message: 'There is nothing at this address.' };
  if (status < 500) return { message };
  const id = event.locals.requestId ?? randomUUID();
  (event.locals.log ?? log).error({ err: error, path: event.url.pathname, id }, 'a request failed');
  return { message: 'Something broke on our side. It has been noted; trying again may help.', id };
};

function isApi({ url }: { url: URL }): boolean {
  return url.pathname.startsWith('/api/');
}

/** In development Vite answers on whatever name it was reached by; in production the setting decides. */
function ownOrigin(url: URL): string {
  return import.meta.env.DEV ? url.origin : settings().ORIGIN;
}
