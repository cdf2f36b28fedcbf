import type { Handle, RequestEvent } from '@sveltejs/kit';
import { asProblem } from '#lib/http/api/api.server.ts';
import { handleError } from './handle-error.server.ts';
import { isApi } from './is-api.ts';

/** Under /api, SvelteKit's own errors (405, malformed path, body limit, bugs) become problem JSON. */
export const answerApiErrors: Handle = async ({ event, resolve }) => {
  if (!isApi(event)) return resolve(event);
  return asProblem(await responseTo(event, resolve), event.locals.requestId);
};

async function responseTo(event: RequestEvent, resolve: Parameters<Handle>[0]['resolve']): Promise<Response> {
  try {
    return await resolve(event);
  } catch (error) {
    void handleError({ error, event, status: 500, message: '' });
    return new Response(null, { status: event.locals.outage ? 503 : 500 });
  }
}
