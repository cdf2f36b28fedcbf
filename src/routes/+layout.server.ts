import { queueCounts } from '#lib/moderation/queue/list-queue.server.ts';
import { unreadOf } from '#lib/notices/list-notices.server.ts';
import { VERSION } from '#lib/version.server.ts';
import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import { closedTo } from './own-state.server.ts';
import { setThemeCookie } from './theme-cookie.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, cookies, depends }) => {
  // Invalidated when the live connection finds another account or role.
  depends('account:viewer');
  // Invalidated when the site's switches change.
  depends('site:switches');
  const { actor } = locals;
  // An older version set it so that scripts can't read it.
  const theme = cookies.get(THEME_COOKIE);
  if (theme) setThemeCookie(cookies, themeOf(theme));
  const [unread, queue, closed] = await Promise.all([unreadOf(actor), queueCounts(actor), closedTo(actor)]);
  return {
    /** Why this reader can't comment or vote now, as sentences; empty: they can. */
    closed,
    viewer: actor && { username: actor.username, role: actor.role, waiting: actor.waiting ?? false },
    unread,
    queue,
    /** Milliseconds; the page's clock starts here, so that server and browser show the same ages. */
    now: Date.now(),
    version: VERSION,
  };
};
