import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { normalizedPassword } from './password.ts';

// OWASP's first choice for argon2id (the library's default algorithm): about 50 ms and 19 MB each on a small server.
const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

const common = new Set(dictionary['passwords-common']);

/** Whether `word` (lower case) is one of the 49,000 passwords that turn up most in leaks. */
export function isCommonPassword(word: string): boolean {
  return common.has(word);
}

/** The password as it may be stored: argon2id with its salt and cost, in PHC form. */
export async function hashPassword(password: string): Promise<string> {
  return hash(normalizedPassword(password), COST);
}

/**
 * Whether `password` is the one behind `stored`. Without a stored hash (nobody has that name) it works as long
 * against a hash of nothing and says no: otherwise the clock would tell which names exist.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nothing ??= hashPassword(crypto.randomUUID());
  const matches = await verify(stored ?? (await nothing), normalizedPassword(password));
  return stored !== null && matches;
}
let nothing: Promise<string> | undefined;
