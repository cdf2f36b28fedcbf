import type { Cookies } from '@sveltejs/kit';
import { settings } from '#lib/env.server.ts';
import { THEME_COOKIE, type Theme } from '#lib/ui/theme.ts';

const YEAR = 365 * 24 * 3600;

export function setThemeCookie(cookies: Cookies, theme: Theme): void {
  cookies.set(THEME_COOKIE, theme, {
    path: '/',
    maxAge: YEAR,
    // Scripts apply it to pages that are the same for everyone.
    httpOnly: false,
    sameSite: 'lax',
    secure: settings().ORIGIN.startsWith('https:'),
  });
}
