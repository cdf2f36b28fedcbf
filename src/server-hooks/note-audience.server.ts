import type { Handle } from '@sveltejs/kit';
import { clientAddress } from '#lib/http/client-address.server.ts';
import { noteAudience } from '#lib/http/pages/render-audience.server.ts';

/** A page is for one reader if its render read a cookie, a token or the client's address. The cache skips such pages. */
export const notePageAudience: Handle = async ({ event, resolve }) => {
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
    return request ? clientAddress(request) : getClientAddress();
  };
  const response = await resolve(event);
  if (locals.actor || locals.pendingErasure || locals.program || locals.outage) forOneReader();
  noteAudience(request, 'everyone');
  return response;
};
