import { json } from '@sveltejs/kit';
import { signUpInput } from '#lib/accounts/account-input.ts';
import { openSession } from '#lib/accounts/session.server.ts';
import { signUp } from '#lib/accounts/sign-in/sign-up.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';

export const POST = endpoint(async ({ request, cookies, getClientAddress }) => {
  const account = await signUp(await jsonBody(request, signUpInput), getClientAddress());
  await openSession(cookies, account.id, request.headers.get('user-agent'));
  return json(account, { status: 201 });
});
