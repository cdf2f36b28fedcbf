import { endpoint, jsonBody } from '#lib/http/api/api.server.ts';
import { VIEWER_HEADER } from '#lib/http/shown-viewer.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { voteInput } from '#lib/votes/vote-input.ts';
import type { RequestHandler } from './$types';

export const PUT: RequestHandler = endpoint(async ({ params, request }, context) => {
  const { stance } = await jsonBody(request, voteInput);
  const onPage = request.headers.has(VIEWER_HEADER);
  const { slug: _, isChange: _isChange, ...voted } = await castVote(params.id, stance, context, { onPage });
  return voted;
});
