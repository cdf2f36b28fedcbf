import { hash, verify } from '@node-rs/argon2';
import { dictionary } from '@zxcvbn-ts/language-common';
import { normalizedPassword } from './password.ts';

// OWASP's first choice for argon2id (the library's default algorithm): about 50 ms and 19 MB each on a small server.
const COST = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

const common = new Set(dictionary['passwords-common']);

/** Whether `word` (lower case) is one of the 49,000 most leaked passwords. */
export function isCommonPassword(word: string): boolean {
  return common.has(word);
}

/** An argon2id hash in PHC format. */
export async function hashPassword(password: string): Promise<string> {
  return hash(normalizedPassword(password), COST);
}

/**
 * Whether `password` matches the hash `stored`. Without one (there is no such account) it verifies against a dummy hash,
 * so that the response time doesn't show which names exist.
 */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  dummyHash ??= hashPassword(crypto.randomUUID());
  const matches = await verify(stored ?? (await dummyHash), normalizedPassword(password));
  return stored !== null && matches;
}
let dummyHash: Promise<string> | undefined;
