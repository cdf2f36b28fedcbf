import { queueCounts } from '#lib/moderation/list-queue.server.ts';
import { unreadOf } from '#lib/notices/list-notices.server.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies, depends }) => {
  // Asked for again where the account's line finds another account, or another role.
  depends('account:viewer');
  const [unread, queue] = await Promise.all([unreadOf(locals.actor), queueCounts(locals.actor)]);
  return {
    viewer: locals.actor && { username: locals.actor.username, role: locals.actor.role },
    unread,
    queue,
    theme: themeOf(cookies.get(THEME_COOKIE)),
    /** The page's clock starts here (milliseconds), so that server and browser name the same ages. */
    now: Date.now(),
  };
};
