import { requireOperator } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { retractVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { retractInput } from '#lib/verdicts/publish/verdict-input.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params, request, locals }, context) => {
  const actor = requireOperator(locals);
  await retractVerdict(params.slug, await jsonBody(request, retractInput), { actor, now: context.now });
  return new Response(null, { status: 204 });
});
