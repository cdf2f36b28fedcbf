import { db } from '#lib/db/client.server.ts';
import { hashedLinkSecret, newLinkSecret } from '#lib/secret-link.server.ts';
import { lockAdminLinks, replaceAdminLinks } from './admin-link.store.server.ts';
import { adminExists } from '#lib/accounts/user.store.server.ts';

/** Long enough to use tomorrow. A restart issues another one. */
export const ADMIN_LINK_HOURS = 24;

/**
 * The path of a one-time link that makes the first admin, or null if there is one. Earlier links become void, because
 * others may read them in terminals and logs.
 */
export async function issueAdminLink(now = new Date()): Promise<string | null> {
  const key = newLinkSecret();
  const expiresAt = new Date(now.getTime() + ADMIN_LINK_HOURS * 3_600_000);
  const issued = await db().$transaction(async (tx) => {
    await lockAdminLinks(tx);
    if (await adminExists(tx)) return false;
    await replaceAdminLinks(hashedLinkSecret(key), expiresAt, tx);
    return true;
  });
  return issued ? `/admin/first?key=${key}` : null;
}
