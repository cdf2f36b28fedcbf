import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { removalRequestInput } from '#lib/moderation/removal-requests/removal-request-input.ts';
import { requestRemoval } from '#lib/moderation/removal-requests/request-removal.server.ts';

export const POST = endpoint(async ({ request, getClientAddress }, { now }) => {
  const input = await jsonBody(request, removalRequestInput);
  await requestRemoval(input, { address: getClientAddress(), now });
  return new Response(null, { status: 202 });
});
