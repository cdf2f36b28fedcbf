import { signInInput } from '#lib/accounts/account-input.ts';
import { closeSession, openSession } from '#lib/accounts/session.server.ts';
import { signIn } from '#lib/accounts/sign-in/sign-in.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { disconnectSession } from '#lib/live/disconnect.server.ts';

export const POST = endpoint(async ({ request, cookies, getClientAddress }) => {
  const account = await signIn(await jsonBody(request, signInInput), getClientAddress(), cookies);
  await openSession(cookies, account.id, request.headers.get('user-agent'));
  return account;
});

export const DELETE = endpoint(async ({ cookies, locals }) => {
  if (locals.sessionId) {
    await closeSession(cookies, locals.sessionId);
    disconnectSession(locals.sessionId);
  }
  return new Response(null, { status: 204 });
});
