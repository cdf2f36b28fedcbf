import { confirmEmailInput } from '#lib/accounts/account-input.ts';
import { confirmEmail } from '#lib/accounts/email/confirm-email.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';

export const POST = endpoint(async ({ request }, context) => {
  const { token } = await jsonBody(request, confirmEmailInput);
  await confirmEmail(token, context.now);
  return new Response(null, { status: 204 });
});
