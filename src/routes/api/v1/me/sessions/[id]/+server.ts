import { closeSession } from '#lib/accounts/session.server.ts';
import { endSession } from '#lib/accounts/sessions/end-session.server.ts';
import { requireSignedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import { disconnectSession } from '#lib/live/disconnect.server.ts';
import type { RequestHandler } from './$types';

export const DELETE: RequestHandler = endpoint(async ({ locals, params, cookies }) => {
  const ended = await endSession(requireSignedIn(locals.actor), params.id);
  if (ended === locals.sessionId) await closeSession(cookies, ended);
  disconnectSession(ended);
  return new Response(null, { status: 204 });
});
