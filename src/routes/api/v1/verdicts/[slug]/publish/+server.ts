import { requireOperator } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import { republishVerdict } from '#lib/verdicts/publish/set-verdict-state.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params, locals }, context) => {
  await republishVerdict(params.slug, { actor: requireOperator(locals), now: context.now });
  return new Response(null, { status: 204 });
});
