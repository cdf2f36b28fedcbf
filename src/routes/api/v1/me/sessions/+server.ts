import { closeEverySession } from '#lib/accounts/session.server.ts';
import { listSessions } from '#lib/accounts/sessions/list-sessions.server.ts';
import { requireSignedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import { disconnectSession } from '#lib/live/disconnect.server.ts';

export const GET = endpoint(async ({ locals: { actor, sessionId } }, context) =>
  listSessions(requireSignedIn(actor), { sessionId, now: context.now }),
);

export const DELETE = endpoint(async ({ locals: { actor, sessionId } }) => {
  const ended = await closeEverySession(requireSignedIn(actor).id, { except: sessionId! });
  ended.forEach(disconnectSession);
  return new Response(null, { status: 204 });
});
