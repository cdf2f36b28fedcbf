import { changeEmailInput, removeEmailInput } from '#lib/accounts/account-input.ts';
import { changeEmail, removeEmail } from '#lib/accounts/email/change-email.server.ts';
import { requireSignedIn } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';

export const PUT = endpoint(async ({ request, locals, getClientAddress }, context) => {
  const session = { actor: requireSignedIn(locals.actor), sessionId: locals.sessionId! };
  const input = await jsonBody(request, changeEmailInput);
  await changeEmail(input, { ...session, from: getClientAddress(), now: context.now });
  return new Response(null, { status: 202 });
});

export const DELETE = endpoint(async ({ request, locals }) => {
  const context = { actor: requireSignedIn(locals.actor), sessionId: locals.sessionId! };
  const { password } = await jsonBody(request, removeEmailInput);
  await removeEmail(password, context);
  return new Response(null, { status: 204 });
});
