import { operator } from '#lib/actor.ts';
import { endpoint, jsonBody } from '#lib/api.server.ts';
import { retractVerdict } from '#lib/verdicts/change-state.server.ts';
import { retractInput } from '#lib/verdicts/verdict-input.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params, request, locals }) => {
  const actor = operator(locals);
  await retractVerdict(params.slug, await jsonBody(request, retractInput), { actor, now: new Date() });
  return new Response(null, { status: 204 });
});
