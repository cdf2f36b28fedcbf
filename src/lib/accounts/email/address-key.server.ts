import { createHash } from 'node:crypto';
import { foldedAddress } from '#lib/mail/mail-address.ts';

/** An email address as a key of the limits: hashed, so that their table isn't a list of addresses. */
export function addressKey(address: string): string {
  return createHash('sha256').update(foldedAddress(address)).digest('base64url');
}
