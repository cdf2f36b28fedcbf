import { endpoint, signedJsonBody } from '#lib/http/api/api.server.ts';
import { bounceInput } from '#lib/digest/subscribers/bounces/bounce-input.ts';
import { handleWebhook, webhookKey } from '#lib/digest/subscribers/bounces/handle-webhook.server.ts';

export const POST = endpoint(async ({ request }, context) => {
  webhookKey();
  const { input, text } = await signedJsonBody(request, bounceInput);
  await handleWebhook(input, { text, headers: Object.fromEntries(request.headers) }, context.now);
  return new Response(null, { status: 204 });
});
