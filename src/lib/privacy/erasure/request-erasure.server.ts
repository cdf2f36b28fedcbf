import { checkPassword } from '#lib/accounts/password/check-password.server.ts';
import type { SessionContext } from '#lib/accounts/session-context.ts';
import { db } from '#lib/db/client.server.ts';
import { disconnectAccount } from '#lib/live/disconnect.server.ts';
import { log } from '#lib/log.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { releaseLeases } from '#lib/moderation/forget-person/release-leases.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { DeleteAccountInput } from './erasure-input.ts';
import { eraseAtFrom } from './erasure.ts';
import { confirmedAddressOf, setErasure } from './erasure.store.server.ts';
import { erasureRequestedMail } from './mails.ts';

/**
 * Starts the deletion of the actor's account: all sessions end, and it is erased in seven days. Until then its owner can
 * only sign in and restore it. Restrictions stay in force.
 * @throws Refusal `wrong-password`, `rate-limited`, `last-admin`
 */
export async function requestErasure(
  { password, comments }: DeleteAccountInput,
  context: SessionContext,
): Promise<{ erasedAt: Date }> {
  const { actor, now } = context;
  await checkPassword(password, context);
  const eraseAt = eraseAtFrom(now);
  const publish = await db().$transaction(async (tx) => {
    if (!(await setErasure(actor.id, { eraseAt, withdraw: comments === 'withdraw' }, tx)))
      throw new Refusal('sign-in-first');
    const to = await confirmedAddressOf(actor.id, tx);
    const mail = erasureRequestedMail({
      username: actor.username,
      comments,
      eraseAt,
      signIn: siteAddress('/sign-in'),
    });
    if (to) await queueBasicMail(mail, { kind: 'erasure-requested', to, expiresAt: eraseAt }, tx);
    return releaseLeases(actor, now, tx);
  });
  disconnectAccount(actor.id);
  await publish();
  log.info({ account: actor.id, eraseAt }, 'an account is being deleted');
  return { erasedAt: eraseAt };
}
