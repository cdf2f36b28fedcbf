import type { Handle } from '@sveltejs/kit';
import { SESSION_COOKIE } from '#lib/accounts/session.server.ts';
import { settings } from '#lib/env.server.ts';
import { problem } from '#lib/http/api/api.server.ts';
import { isForeignWrite } from '#lib/http/forms/foreign-writes.ts';
import { Refusal } from '#lib/refusal.ts';

export const refuseForeignWrites: Handle = async ({ event, resolve }) => {
  const { request, route, cookies, url } = event;
  // Another site can't send a program's token.
  if (event.locals.program) return resolve(event);
  const foreign = isForeignWrite({
    method: request.method,
    route: route.id,
    origin: request.headers.get('origin'),
    // In development Vite responds to any host name.
    ownOrigin: import.meta.env.DEV ? url.origin : settings().ORIGIN,
    hasSession: () => cookies.get(SESSION_COOKIE) !== undefined,
  });
  return foreign ? problem(new Refusal('foreign-origin')) : resolve(event);
};
