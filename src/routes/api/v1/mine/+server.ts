import { requireSignedIn } from '#lib/actor.ts';
import { newCountsOf } from '#lib/discussion/whats-new/count-new-comments.server.ts';
import { verdictsQuery } from '#lib/discussion/whats-new/whats-new-input.ts';
import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { unreadOf } from '#lib/notices/list-notices.server.ts';
import { ownStateResponse, stateOnSite } from '../../../own-state.server.ts';

export const GET = endpoint(async ({ url }, { actor }) => {
  const { verdicts } = queryOf(url, verdictsQuery);
  const [unread, state, news] = await Promise.all([
    unreadOf(actor),
    stateOnSite(requireSignedIn(actor)),
    newCountsOf(actor, verdicts),
  ]);
  return ownStateResponse({ ...state, unread, ...(verdicts.length > 0 && { news }) });
});
