import { endpoint } from '#lib/api.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { withOwnVotes } from '#lib/verdicts/verdict-view.ts';
import { ownVotes } from '#lib/votes/cast-vote.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ params, locals }) => {
  const verdict = await findVerdict(params.slug, { readersOf });
  return withOwnVotes(verdict, await ownVotes(verdict.id, locals.actor));
});
