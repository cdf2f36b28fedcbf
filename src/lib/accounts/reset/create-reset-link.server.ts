import type { Tx } from '#lib/db/client.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { hashedLinkSecret, newLinkSecret } from '#lib/secret-link.server.ts';
import { replaceReset } from './reset.store.server.ts';

/** Minutes for which a link works: enough to fetch mail, and short because it opens an account. */
export const RESET_MINUTES = 30;

export interface ResetLink {
  href: string;
  expiresAt: Date;
}

/** Creates a link that sets a new password. The account's earlier link becomes void. */
export async function createResetLink(userId: string, now: Date, tx?: Tx): Promise<ResetLink> {
  const secret = newLinkSecret();
  const expiresAt = new Date(now.getTime() + RESET_MINUTES * 60_000);
  await replaceReset({ userId, hash: hashedLinkSecret(secret), expiresAt }, tx);
  return { href: siteAddress(`/reset?token=${secret}`), expiresAt };
}
