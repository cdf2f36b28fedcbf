import { createHash, randomBytes } from 'node:crypto';

/** The secret of a one-time link: 256 random bits. */
export function newAdminKey(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of it. */
export function hashedAdminKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
