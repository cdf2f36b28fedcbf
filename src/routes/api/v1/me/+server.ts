import { pendingErasureView } from '#lib/accounts/account-view.ts';
import { findEmail } from '#lib/accounts/email/find-email.server.ts';
import { closeSession } from '#lib/accounts/session.server.ts';
import { requireSignedIn } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { deleteAccountInput } from '#lib/privacy/erasure/erasure-input.ts';
import { requestErasure } from '#lib/privacy/erasure/request-erasure.server.ts';

export const GET = endpoint(async ({ locals }, context) => {
  const account = locals.pendingErasure
    ? pendingErasureView(locals.pendingErasure)
    : requireSignedIn(locals.actor);
  return { ...account, ...(await findEmail(account, context.now)) };
});

export const DELETE = endpoint(async ({ request, locals, cookies }, context) => {
  const actor = requireSignedIn(locals.actor);
  const sessionId = locals.sessionId ?? '';
  const input = await jsonBody(request, deleteAccountInput);
  const { erasedAt } = await requestErasure({ actor, sessionId }, input, context.now);
  await closeSession(cookies, sessionId);
  return Response.json({ erasedAt }, { status: 202 });
});
