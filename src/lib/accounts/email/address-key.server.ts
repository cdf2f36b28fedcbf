import { createHash } from 'node:crypto';
import { mailboxOf } from '#lib/mail/mail-address.ts';

/** The rate limit key of an email address. It is hashed, so that the table of limits isn't a list of addresses. */
export function addressKey(address: string): string {
  return createHash('sha256').update(mailboxOf(address)).digest('base64url');
}
