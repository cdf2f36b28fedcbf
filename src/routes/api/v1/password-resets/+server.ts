import { requestResetInput } from '#lib/accounts/account-input.ts';
import { requestReset } from '#lib/accounts/reset/request-reset.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';

export const POST = endpoint(async ({ request, getClientAddress }) => {
  const { email } = await jsonBody(request, requestResetInput);
  await requestReset(email, getClientAddress());
  return new Response(null, { status: 202 });
});
