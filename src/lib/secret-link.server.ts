import { createHash, randomBytes } from 'node:crypto';

/** The secret of a one-time link: 256 random bits as base64url, 43 characters. */
export function newLinkSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a secret. It has enough entropy that it needs no salt and no slow hash. */
export function hashedLinkSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
