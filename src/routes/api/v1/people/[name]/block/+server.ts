import { blockPerson } from '#lib/follows/block-person.server.ts';
import { blockInput } from '#lib/follows/follow-input.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, { actor }) => {
  const { blocked } = await jsonBody(request, blockInput);
  return blockPerson({ target: params.name, blocked }, actor);
});
