import { followInput } from '#lib/follows/follow-input.ts';
import { setFollow } from '#lib/follows/set-follow.server.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, { actor }) => {
  const { level } = await jsonBody(request, followInput);
  return setFollow({ kind: 'verdict', target: params.slug, level }, actor);
});
