import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { requestSubscription } from '#lib/digest/subscribers/request-subscription.server.ts';
import { subscribeInput } from '#lib/digest/subscribers/subscriber-input.ts';

export const POST = endpoint(async ({ request, getClientAddress }, context) => {
  const { email } = await jsonBody(request, subscribeInput);
  await requestSubscription(email, getClientAddress(), context.now);
  return new Response(null, { status: 202 });
});
