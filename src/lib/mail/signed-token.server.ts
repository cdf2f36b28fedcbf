import { createHmac, timingSafeEqual } from 'node:crypto';
import { siteKey } from '#lib/db/site-key.server.ts';

const MAC_BYTES = 32;

/**
 * A token of a link: what it is for, followed by its HMAC-SHA-256 with the site key of this name. Derived, so that no row
 * has a secret and all mails have the same link.
 */
export async function signToken(key: string, content: Buffer): Promise<string> {
  return Buffer.concat([content, await macOf(key, content)]).toString('base64url');
}

/** The content of a token, which has this number of bytes; null if the token isn't ours. */
export async function openToken(key: string, token: string, length: number): Promise<Buffer | null> {
  const bytes = Buffer.from(token, 'base64url');
  // Node skips characters outside base64url, so different texts would decode to the same bytes.
  if (bytes.length !== length + MAC_BYTES || bytes.toString('base64url') !== token) return null;
  const content = bytes.subarray(0, length);
  return timingSafeEqual(bytes.subarray(length), await macOf(key, content)) ? content : null;
}

export const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

export const uuidOfBytes = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

async function macOf(key: string, content: Buffer): Promise<Buffer> {
  return createHmac('sha256', await siteKey(key))
    .update(content)
    .digest();
}
