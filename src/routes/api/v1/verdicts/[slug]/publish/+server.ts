import { requireOperator } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import { publishAgain } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params, locals }) => {
  await publishAgain(params.slug, { actor: requireOperator(locals), now: new Date() });
  return new Response(null, { status: 204 });
});
