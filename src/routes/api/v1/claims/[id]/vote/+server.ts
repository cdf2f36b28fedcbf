import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { voteInput } from '#lib/votes/vote-input.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) => {
  const { stance } = await jsonBody(request, voteInput);
  const { slug: _, ...voted } = await castVote(params.id, stance, context);
  return voted;
});
