import { THEME_COOKIE, themeOf } from '#lib/ui/theme.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, cookies }) => ({
  viewer: locals.actor && { username: locals.actor.username, role: locals.actor.role },
  theme: themeOf(cookies.get(THEME_COOKIE)),
  /** The page's clock starts here (milliseconds), so that server and browser name the same ages. */
  now: Date.now(),
});
