import { endpoint } from '#lib/http/api/api.server.ts';
import { peek } from '#lib/votes/blind/peek.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params }, context) => {
  await peek(params.slug, context);
  return new Response(null, { status: 204 });
});
