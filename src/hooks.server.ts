import { randomUUID } from 'node:crypto';
import {
  error,
  isHttpError,
  type Handle,
  type HandleServerError,
  type RequestEvent,
  type ServerInit,
} from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { programOf } from '#lib/accounts/tokens/api-token.server.ts';
import { SESSION_COOKIE, sessionOf } from '#lib/accounts/session.server.ts';
import { asProblem, problem } from '#lib/http/api/api.server.ts';
import { settings } from '#lib/env.server.ts';
import { isForeignWrite } from '#lib/http/forms/foreign-writes.ts';
import { readForm, SECRET_FIELD, textFields } from '#lib/http/forms/form.server.ts';
import { addressOf } from '#lib/live/connections.server.ts';
import { log } from '#lib/log.server.ts';
import { recordRequest } from '#lib/metrics/metrics.server.ts';
import { outagePage } from '#lib/http/pages/outage-page.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { Refusal } from '#lib/refusal.ts';
import { noteAudience } from '#lib/http/pages/render-audience.server.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import { startBackground } from './background.server.ts';

export const init: ServerInit = startBackground;

/** Gives the request its id and its log line: what was asked, what came of it, how many milliseconds it took. */
const logRequest: Handle = async ({ event, resolve }) => {
  const started = performance.now();
  event.locals.requestId = randomUUID();
  event.locals.log = log.child({ request: event.locals.requestId });
  // What a later step throws is answered outside of all of them; it is counted all the same.
  let status = 500;
  try {
    const response = await resolve(event);
    status = response.status;
    response.headers.set('x-request-id', event.locals.requestId);
    return response;
  } catch (fault) {
    if (isHttpError(fault)) status = fault.status;
    throw fault;
  } finally {
    const ms = Math.round(performance.now() - started);
    const { method } = event.request;
    recordRequest({ route: event.route.id, method, status, seconds: ms / 1000 });
    event.locals.log.debug({ method, path: loggedPath(event), status, ms }, 'answered');
  }
};

/**
 * Notes whether a page is for everyone or for one reader: its render read a cookie, a token or the client's address. The
 * page cache keeps only pages for everyone.
 */
const noteReader: Handle = async ({ event, resolve }) => {
  const { cookies, getClientAddress, locals } = event;
  const request = event.platform?.req; // absent in development
  const forOneReader = () => noteAudience(request, 'one reader');
  const { get, getAll } = cookies;
  cookies.get = (name, options) => {
    const value = get(name, options);
    if (value !== undefined) forOneReader();
    return value;
  };
  cookies.getAll = (options) => {
    const all = getAll(options);
    if (all.length > 0) forOneReader();
    return all;
  };
  event.getClientAddress = () => {
    forOneReader();
    // adapter-node's own reading throws, and so answers 500, if the header that a proxy should set is missing.
    return request ? addressOf(request) : getClientAddress();
  };
  const response = await resolve(event);
  if (locals.actor || locals.pendingErasure || locals.program || locals.outage) forOneReader();
  noteAudience(request, 'everyone');
  return response;
};

/**
 * Under /api, SvelteKit's own errors become problem JSON: 405, a malformed path, a body over its limit, and bugs, which
 * it answers as text or HTML.
 */
const answerApiErrors: Handle = async ({ event, resolve }) => {
  if (!isApi(event)) return resolve(event);
  return asProblem(await responseTo(event, resolve), event.locals.requestId);
};

/** The response, also where one of the steps here fails. */
async function responseTo(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
  try {
    return await resolve(event);
  } catch (fault) {
    void handleError({ error: fault, event, status: 500, message: '' });
    return new Response(null, { status: event.locals.outage ? 503 : 500 });
  }
}

/** How large a form may be to be kept for the page that hands it back; a comment in four-byte letters is half of it. */
const KEPT_FORM = 128 * 1024;

/**
 * While the database is away: whatever fails for that reason is answered 503 with a time to come back, and a plain
 * form comes back with what was typed.
 */
const answerOutages: Handle = async ({ event, resolve }) => {
  const form = isPlainForm(event) ? event.request.clone() : null;
  const response = await resolve(event);
  const outage = response.status === 503 || (response.status === 500 && event.locals.outage);
  if (!outage) return response;
  const headers = new Headers(response.headers);
  if (!headers.has('retry-after')) headers.set('retry-after', '5');
  if (form) return outageResponse({ action: event.url, fields: await typedIn(form) }, headers);
  return new Response(response.body, { status: 503, headers });
};

/** A page's form, as a browser without JavaScript sends it. */
function isPlainForm(event: RequestEvent): boolean {
  const { method, headers } = event.request;
  const type = headers.get('content-type') ?? '';
  return (
    method === 'POST' &&
    !isApi(event) &&
    headers.get('x-sveltekit-action') === null &&
    /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type) &&
    Number(headers.get('content-length') ?? Infinity) <= KEPT_FORM
  );
}

async function typedIn(form: Request): Promise<[string, string][]> {
  // A form that can't be read has nothing to hand back.
  const fields = textFields(await readForm(form).catch(() => new FormData()));
  return Object.entries(fields).filter(([name]) => !SECRET_FIELD.test(name));
}

function outageResponse(
  unsent: { action: URL; fields: [string, string][] } | null,
  headers = new Headers({ 'retry-after': '5' }),
): Response {
  const action = unsent && unsent.action.pathname + unsent.action.search;
  headers.delete('content-length');
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  const page = outagePage(unsent && { action: action!, fields: unsent.fields });
  return new Response(page, { status: 503, headers });
}

/** Finds the caller: a reader by the session cookie, or on the API a program by its token. */
const identify: Handle = async ({ event, resolve }) => {
  const { cookies, request, locals, route } = event;
  locals.actor = null;
  locals.pendingErasure = null;
  locals.sessionId = null;
  locals.program = null;
  try {
    const session = route.id === null ? null : await sessionOf(cookies);
    if (session?.eraseAt) locals.pendingErasure = { ...session.actor, eraseAt: session.eraseAt };
    else locals.actor = session?.actor ?? null;
    locals.sessionId = session?.sessionId ?? null;
    locals.program = isApi(event) ? await programOf(request.headers.get('authorization')) : null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    locals.outage = refusal;
  }
  return resolve(event);
};

/** Nobody knows who asks: what needs no database may have been answered by now; forms are refused by `answerForm`. */
const refuseInOutage: Handle = async ({ event, resolve }) => {
  const { outage } = event.locals;
  if (!outage || (event.request.method === 'POST' && !isApi(event))) return resolve(event);
  if (isApi(event)) return problem(outage);
  if (event.isDataRequest) error(outage.status, { message: outage.message, code: outage.code });
  return outageResponse(null);
};

const refuseForeignWrites: Handle = async ({ event, resolve }) => {
  const { request, route, cookies, url } = event;
  // Another site can't add a program's token.
  if (event.locals.program) return resolve(event);
  const foreign = isForeignWrite({
    method: request.method,
    route: route.id,
    origin: request.headers.get('origin'),
    ownOrigin: ownOrigin(url),
    hasSession: () => cookies.get(SESSION_COOKIE) !== undefined,
  });
  return foreign ? problem(new Refusal('foreign-origin')) : resolve(event);
};

/**
 * SvelteKit looks a form action up by name in a plain object, and so finds what every object has: `?/constructor`,
 * `?/__proto__`. These, and the reserved `?/default`, would be errors of ours. It does the same for remote functions
 * (`/_app/remote/__proto__`), of which this site has none.
 */
const refuseInheritedNames: Handle = ({ event, resolve }) => {
  const name = [...event.url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1);
  const isAction = event.request.method === 'POST' && name !== undefined && !isApi(event);
  if (event.isRemoteRequest || (isAction && (name === 'default' || name in Object.prototype)))
    error(404, { message: 'There is nothing at this address.' });
  return resolve(event);
};

/** Headers of every response, and the reader's appearance in the first byte, so that no page flashes. */
const dress: Handle = async ({ event, resolve }) => {
  const response = await resolve(event, {
    // Read when the page is made: the action before it may have changed the choice.
    transformPageChunk: ({ html }) =>
      html.replace('%copecheck.theme%', themeOf(event.cookies.get(THEME_COOKIE))),
    preload: ({ type }) => type === 'js' || type === 'css',
  });
  response.headers.append('vary', variesBy(event, response));
  if (!response.headers.has('referrer-policy'))
    response.headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  // A page shows what its reader may see; a shared cache must not show it to the next one.
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
};

/** The request headers on which a response depends. The page cache compresses pages, and errors are JSON or a page. */
function variesBy(event: RequestEvent, { status }: Response): string {
  if (isApi(event)) return 'authorization, cookie';
  return status < 400 ? 'accept-encoding, cookie' : 'accept, accept-encoding, cookie';
}

export const handle = sequence(
  logRequest,
  noteReader,
  answerApiErrors,
  answerOutages,
  dress,
  refuseInheritedNames,
  identify,
  refuseInOutage,
  refuseForeignWrites,
);

/** Bugs end here: the cause goes to the log with an id, the reader gets the id and a plain sentence. */
export const handleError: HandleServerError = ({ error: fault, event, status, message }) => {
  if (status === 404) return { message: 'There is nothing at this address.' };
  if (status < 500) return { message };
  const outage = refusalOf(fault);
  if (outage?.code === 'unavailable') {
    event.locals.outage = outage;
    (event.locals.log ?? log).warn({ err: fault, path: loggedPath(event) }, 'the database is away');
    return { message: outage.message, code: outage.code };
  }
  const id = event.locals.requestId ?? randomUUID();
  (event.locals.log ?? log).error({ err: fault, path: loggedPath(event), id }, 'a request failed');
  return { message: 'Something broke on our side. It has been noted; trying again may help.', id };
};

/** A path without the secret of a link: the log must not open an account. */
function loggedPath({ route, url }: RequestEvent): string {
  return route.id?.includes('[token]') ? route.id : url.pathname;
}

/** By the route, because a path such as /%61pi/v1/me leads to an endpoint too; a malformed path has no route. */
function isApi({ route, url }: Pick<RequestEvent, 'route' | 'url'>): boolean {
  return (route.id ?? url.pathname).startsWith('/api/');
}

/** In development Vite answers on whatever name it was reached by; in production the setting decides. */
function ownOrigin(url: URL): string {
  return import.meta.env.DEV ? url.origin : settings().ORIGIN;
}
