import type { Tx } from '#lib/db/client.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { hashedLinkSecret, newLinkSecret } from '#lib/secret-link.server.ts';
import { replaceReset } from './reset.store.server.ts';

/** Minutes for which a link works: long enough to fetch mail, and short for something that opens an account. */
export const RESET_MINUTES = 30;

export interface ResetLink {
  href: string;
  expiresAt: Date;
}

/** Makes the link that sets a new password for an account. The one before is void. */
export async function createResetLink(userId: string, now: Date, tx?: Tx): Promise<ResetLink> {
  const secret = newLinkSecret();
  const expiresAt = new Date(now.getTime() + RESET_MINUTES * 60_000);
  await replaceReset({ userId, hash: hashedLinkSecret(secret), expiresAt }, tx);
  return { href: siteAddress(`/reset?token=${secret}`), expiresAt };
}
