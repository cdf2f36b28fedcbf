import { newPasswordInput } from '#lib/accounts/account-input.ts';
import { resetPassword } from '#lib/accounts/reset/reset-password.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ request, params: { token } }, context) => {
  const { password } = await jsonBody(request, newPasswordInput);
  disconnectAccount(await resetPassword({ token, password }, context.now));
  return new Response(null, { status: 204 });
});
