import { changeEmailInput, removeEmailInput } from '#lib/accounts/account-input.ts';
import { changeEmail, removeEmail } from '#lib/accounts/email/change-email.server.ts';
import { sessionContext } from '#lib/accounts/session-context.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';

export const PUT = endpoint(async ({ request, locals, getClientAddress }, context) => {
  const session = sessionContext(context, locals.sessionId);
  await changeEmail(await jsonBody(request, changeEmailInput), { ...session, from: getClientAddress() });
  return new Response(null, { status: 202 });
});

export const DELETE = endpoint(async ({ request, locals }, context) => {
  const session = sessionContext(context, locals.sessionId);
  const { password } = await jsonBody(request, removeEmailInput);
  await removeEmail(password, session);
  return new Response(null, { status: 204 });
});
