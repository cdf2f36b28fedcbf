import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { confirmSubscription } from '#lib/digest/subscribers/confirm-subscription.server.ts';
import { confirmInput } from '#lib/digest/subscribers/subscriber-input.ts';

export const POST = endpoint(async ({ request }, context) => {
  const { token } = await jsonBody(request, confirmInput);
  await confirmSubscription(token, context.now);
  return new Response(null, { status: 204 });
});
