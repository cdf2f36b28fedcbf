import type { RefusalCode } from '#lib/refusal.ts';

export const USERNAME_MIN = 3;
export const USERNAME_MAX = 24;

// ASCII only: no table covers all look-alikes of Unicode.
const ALLOWED = new RegExp(`^[A-Za-z0-9_-]{${USERNAME_MIN},${USERNAME_MAX}}$`);

// Names that would look official, or like no one's. Compared by skeleton, so `Adm1n` is `admin`.
const RESERVED_WORDS = `
  admin admins administrator mod mods moderator moderators moderation operator owner staff team official
  oracle theoracle copecheck cope copereport thecopereport
  system root sysadmin webmaster postmaster hostmaster abuse security support help info contact noreply
  automatic deleted erased removed withdrawn hidden anonymous anon guest reader someone nobody everyone all here
  user username you me null undefined none unknown true false
  api www mail about feedback settings notices signin signup signout login logout`;

const RESERVED = new Set(RESERVED_WORDS.trim().split(/\s+/).map(skeletonOf));

/**
 * The name without case and separators, and with look-alikes replaced (0 o, 1 l i |, rn m, vv w). Two names with the
 * same skeleton count as one, against impersonation.
 */
export function skeletonOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_-]/g, '')
    .replace(/0/g, 'o')
    .replace(/[1i|]/g, 'l')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w');
}

/** Why `name` can't be a user name, or null. It may still be taken. */
export function whyNotUsername(name: string): RefusalCode | null {
  if (!ALLOWED.test(name) || !/[A-Za-z0-9]/.test(name)) return 'username-malformed';
  if (RESERVED.has(skeletonOf(name))) return 'username-reserved';
  return null;
}
