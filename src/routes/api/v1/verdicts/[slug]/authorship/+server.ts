import { claimInput } from '#lib/authorship/authorship-input.ts';
import { claimAuthorship } from '#lib/authorship/claim-authorship.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params, request, getClientAddress }, context) => {
  const { email } = await jsonBody(request, claimInput);
  await claimAuthorship(params.slug, email, { ...context, from: getClientAddress() });
  return new Response(null, { status: 202 });
});
