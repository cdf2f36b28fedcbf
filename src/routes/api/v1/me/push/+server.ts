import { sessionContext } from '#lib/accounts/session-context.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { turnPushOff, turnPushOn } from '#lib/push/change-push.server.ts';
import { pushInput } from '#lib/push/push-input.ts';

export const PUT = endpoint(async ({ request, locals }, context) => {
  const { actor, sessionId, now } = sessionContext(context, locals.sessionId);
  await turnPushOn(await jsonBody(request, pushInput), { userId: actor.id, sessionId }, now);
  return new Response(null, { status: 204 });
});

export const DELETE = endpoint(async ({ locals }, context) => {
  await turnPushOff(sessionContext(context, locals.sessionId).sessionId);
  return new Response(null, { status: 204 });
});
