import { requireSignedIn } from '#lib/actor.ts';
import { findVerdictMine } from '#lib/discussion/mine/find-verdict-mine.server.ts';
import { mineQuery } from '#lib/discussion/mine/mine-input.ts';
import type { VerdictMine } from '#lib/discussion/mine/mine-view.ts';
import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { ownStateResponse, stateOnSite } from '../../../../../own-state.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = endpoint(async ({ params, url }, context) => {
  const reader = requireSignedIn(context.actor);
  const { comments } = queryOf(url, mineQuery);
  const [own, state] = await Promise.all([
    findVerdictMine(params.slug, comments, context),
    stateOnSite(reader),
  ]);
  const mine: VerdictMine = { ...state, ...own };
  return ownStateResponse(mine);
});
