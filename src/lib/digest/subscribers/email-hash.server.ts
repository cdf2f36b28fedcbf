import { createHmac } from 'node:crypto';
import { siteKey } from '#lib/db/site-key.server.ts';
import { foldedAddress } from '#lib/mail/mail-address.ts';

/** Recognizes an erased address. Keyed, because addresses can be guessed by the million. */
export async function emailHash(address: string): Promise<string> {
  const key = await siteKey('subscribers');
  return createHmac('sha256', key).update(foldedAddress(address)).digest('hex');
}
