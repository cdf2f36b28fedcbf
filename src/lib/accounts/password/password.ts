import type { RefusalCode } from '#lib/refusal.ts';

export const PASSWORD_MIN = 10;
/** Far above any passphrase. Bounded because every character is hashed. */
export const PASSWORD_MAX = 200;

/** Some keyboards type `é` as one character, others as two. */
export function normalizedPassword(password: string): string {
  return password.normalize('NFKC');
}

/** Why `password` can't be the password of `username`, or null. `isCommon` gets lower-case words. */
export function whyNotPassword(
  password: string,
  username: string,
  isCommon: (word: string) => boolean,
): RefusalCode | null {
  const normalized = normalizedPassword(password);
  const length = [...normalized].length;
  if (length < PASSWORD_MIN) return 'password-too-short';
  if (length > PASSWORD_MAX) return 'password-too-long';
  const words = guessesFor(normalized.toLowerCase());
  if (words.includes(username.toLowerCase())) return 'password-is-username';
  if (words.some((word) => word.length < 4 || isCommon(word))) return 'password-common';
  return null;
}

/** What an attacker has to guess: the password, without padding, or the unit it repeats. */
function guessesFor(password: string): string[] {
  const bare = withoutPadding(password);
  const unstretched = withoutPadding(password.replace(/(.)\1{2,}$/su, '$1'));
  return [password, bare, unstretched, repeatedUnit(password), repeatedUnit(bare)];
}

/** `password!!2026` becomes `password`. */
function withoutPadding(password: string): string {
  return password.replace(/(?:(.)\1{2,}|[\d\p{P}\p{S}\s])+$/su, '');
}

/** `abcabcabc` becomes `abc`. */
function repeatedUnit(password: string): string {
  return /^(.+?)\1+$/s.exec(password)?.[1] ?? password;
}
