import { pendingErasureView } from '#lib/accounts/account-view.ts';
import { findEmail } from '#lib/accounts/email/find-email.server.ts';
import { sessionContext } from '#lib/accounts/session-context.ts';
import { closeSession } from '#lib/accounts/session.server.ts';
import { requireSignedIn } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { deleteAccountInput } from '#lib/privacy/erasure/erasure-input.ts';
import { findOwnStanding } from '#lib/standing/find-standing.server.ts';
import { requestErasure } from '#lib/privacy/erasure/request-erasure.server.ts';

export const GET = endpoint(async ({ locals }, context) => {
  const account = locals.pendingErasure
    ? pendingErasureView(locals.pendingErasure)
    : requireSignedIn(locals.actor);
  const [email, standing] = await Promise.all([
    findEmail(account, context.now),
    findOwnStanding(account.id, context.now),
  ]);
  return { ...account, ...email, ...standing };
});

export const DELETE = endpoint(async ({ request, locals, cookies }, context) => {
  const session = sessionContext(context, locals.sessionId);
  const { erasedAt } = await requestErasure(await jsonBody(request, deleteAccountInput), session);
  await closeSession(cookies, session.sessionId);
  return Response.json({ erasedAt }, { status: 202 });
});
