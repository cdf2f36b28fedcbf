import { randomUUID } from 'node:crypto';
import { isHttpError, type Handle, type RequestEvent } from '@sveltejs/kit';
import { log } from '#lib/log.server.ts';
import { recordRequest } from '#lib/metrics/metrics.server.ts';

export const logRequest: Handle = async ({ event, resolve }) => {
  const started = performance.now();
  event.locals.requestId = randomUUID();
  event.locals.log = log.child({ request: event.locals.requestId });
  // If a later step throws, SvelteKit responds; the request is counted all the same.
  let status = 500;
  try {
    const response = await resolve(event);
    status = response.status;
    response.headers.set('x-request-id', event.locals.requestId);
    return response;
  } catch (error) {
    if (isHttpError(error)) status = error.status;
    throw error;
  } finally {
    const ms = Math.round(performance.now() - started);
    const { method } = event.request;
    recordRequest({ route: event.route.id, method, status, seconds: ms / 1000 });
    event.locals.log.debug({ method, path: loggedPath(event), status, ms }, 'answered');
  }
};

/** The path without the secret of a link, which could open an account. */
export function loggedPath({ route, url }: RequestEvent): string {
  return route.id?.includes('[token]') ? route.id : url.pathname;
}
