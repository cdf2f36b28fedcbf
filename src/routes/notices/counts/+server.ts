import { requireSignedIn } from '#lib/actor.ts';
import { endpoint } from '#lib/http/api/api.server.ts';
import type { HeaderCounts } from '#lib/live/account-state.svelte.ts';
import { queueCounts } from '#lib/moderation/queue/list-queue.server.ts';
import { unreadOf } from '#lib/notices/list-notices.server.ts';
import type { RequestHandler } from './$types';

/** The header's current counts, for a page that has reconnected. */
export const GET: RequestHandler = endpoint(async ({ locals }): Promise<HeaderCounts> => {
  const { username, role, waiting = false } = requireSignedIn(locals.actor);
  const [unread, queue] = await Promise.all([unreadOf(locals.actor), queueCounts(locals.actor)]);
  return { username, role, waiting, unread, queue };
});
