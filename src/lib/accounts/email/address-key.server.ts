import { createHash } from 'node:crypto';
import { mailboxOf } from '#lib/mail/mail-address.ts';

/** The mailbox of an email address as a key of the limits: hashed, so that their table isn't a list of addresses. */
export function addressKey(address: string): string {
  return createHash('sha256').update(mailboxOf(address)).digest('base64url');
}
