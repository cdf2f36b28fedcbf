import type { RefusalCode } from '#lib/refusal.ts';

export const PASSWORD_MIN = 10;
/** Far above any passphrase; a bound because every character is hashed. */
export const PASSWORD_MAX = 200;

/** One spelling for what looks the same: `é` typed as one character on one keyboard and as two on another. */
export function normalizedPassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Why `password` can't be the password of `username`, or null.
 * `isCommon` tells whether a lower-case word is among the passwords that attackers try first.
 */
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

/** What a guesser needs to know of a password: itself, what is left without its padding, what it repeats. */
function guessesFor(password: string): string[] {
  const bare = withoutPadding(password);
  const unstretched = withoutPadding(password.replace(/(.)\1{2,}$/su, '$1'));
  return [password, bare, unstretched, repeatedUnit(password), repeatedUnit(bare)];
}

/** Without digits, punctuation and runs of one character at the end: `password!!2026` is `password`. */
function withoutPadding(password: string): string {
  return password.replace(/(?:(.)\1{2,}|[\d\p{P}\p{S}\s])+$/su, '');
}

/** `abcabcabc` is `abc`; anything else is itself. */
function repeatedUnit(password: string): string {
  return /^(.+?)\1+$/s.exec(password)?.[1] ?? password;
}
