import { createHmac, timingSafeEqual } from 'node:crypto';
import { siteKey } from '#lib/db/site-key.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';

/** Bytes of a subscriber's id, followed in the token by its HMAC-SHA-256. */
const ID_BYTES = 16;
const TOKEN_BYTES = ID_BYTES + 32;

/** The unsubscribe page and the one-click POST address. Valid while the subscriber's row exists. */
export async function unsubscribeAddress(subscriberId: string): Promise<string> {
  return siteAddress(`/unsubscribe?token=${await unsubscribeToken(subscriberId)}`);
}

export async function unsubscribeHeaders(subscriberId: string): Promise<Record<string, string>> {
  return {
    'List-Unsubscribe': `<${await unsubscribeAddress(subscriberId)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** Derived, so that the row needs no secret and all mails of a subscription have the same link. */
export async function unsubscribeToken(subscriberId: string): Promise<string> {
  const id = Buffer.from(subscriberId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, await macOf(id)]).toString('base64url');
}

/** The subscriber's id; null if the token isn't ours. */
export async function subscriberOfToken(token: string): Promise<string | null> {
  const bytes = Buffer.from(token, 'base64url');
  // Node skips characters outside base64url, so different texts would decode to the same bytes.
  if (bytes.length !== TOKEN_BYTES || bytes.toString('base64url') !== token) return null;
  const id = bytes.subarray(0, ID_BYTES);
  if (!timingSafeEqual(bytes.subarray(ID_BYTES), await macOf(id))) return null;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

async function macOf(id: Buffer): Promise<Buffer> {
  return createHmac('sha256', await siteKey('unsubscribe'))
    .update(id)
    .digest();
}
