import { json } from '@sveltejs/kit';
import { challengeComment } from '#lib/challenges/challenge-comment.server.ts';
import { challengeInput } from '#lib/challenges/challenge-input.ts';
import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = endpoint(async ({ params, request }, context) => {
  const { source } = await jsonBody(request, challengeInput);
  const { challenge, created } = await challengeComment(params.id, source, context);
  return json(challenge, { status: created ? 201 : 200 });
});
