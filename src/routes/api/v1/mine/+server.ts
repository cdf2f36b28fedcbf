import { requireSignedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import { unreadOf } from '#lib/notices/list-notices.server.ts';
import { ownStateResponse, stateOnSite } from '../../../own-state.server.ts';

export const GET = endpoint(async (_event, { actor }) => {
  const [unread, state] = await Promise.all([unreadOf(actor), stateOnSite(requireSignedIn(actor))]);
  return ownStateResponse({ ...state, unread });
});
