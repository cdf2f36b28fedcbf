import { createHmac } from 'node:crypto';
import { siteKey } from '#lib/db/site-key.server.ts';
import { foldedAddress } from '#lib/mail/mail-address.ts';

/**
 * What is kept of an address that must be forgotten: enough to recognise it, and nothing to read it from. Keyed,
 * because addresses can be guessed by the million.
 */
export async function emailHash(address: string): Promise<string> {
  const key = await siteKey('subscribers');
  return createHmac('sha256', key).update(foldedAddress(address)).digest('hex');
}
