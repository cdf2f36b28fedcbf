import { reserveErasedName } from '#lib/accounts/erased-names/erased-name.server.ts';
import { db } from '#lib/db/client.server.ts';
import { eraseAuthor } from '#lib/discussion/erase-author/erase-author.server.ts';
import { forgetCredits } from '#lib/discussion/erase-author/forget-credits.server.ts';
import { forgetMentions } from '#lib/discussion/erase-author/forget-mentions.server.ts';
import { forgetRatings } from '#lib/discussion/erase-author/forget-ratings.server.ts';
import { log } from '#lib/log.server.ts';
import { eraseMailsTo, queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import type { MailKind } from '#lib/mail/mail-kind.ts';
import { forgetReports } from '#lib/moderation/forget-person/forget-reports.server.ts';
import { forgetVotes } from '#lib/votes/forget-votes.server.ts';
import {
  addressesOf,
  deleteLastLetters,
  deleteUnreadableNotices,
  dueErasures,
  eraseReportedTexts,
  eraseRows,
  lockIdentity,
  markErased,
  type Due,
} from './erasure.store.server.ts';
import { erasureDoneMail } from './mails.ts';

/** Mail about an account. A subscription to the report belongs to the address and stays. */
const ACCOUNT_MAIL: MailKind[] = [
  'confirm-address',
  'confirm-authorship',
  'address-changed',
  'reset-password',
  'password-changed',
  'erasure-requested',
  'notices',
  'queue-alert',
];

/** An unconfirmed address may belong to someone else, who may be waiting for their own link. */
const UNCONFIRMED_MAIL = { kinds: ['confirm-address'] satisfies MailKind[], finished: true };

/** Accounts per sweep; the next one follows within a minute. */
const AT_ONCE = 20;

/**
 * Erases the accounts whose seven days are over. Idempotent, so every process may run it, and the next sweep finishes
 * one that was killed.
 */
export async function eraseDueAccounts(now: Date): Promise<void> {
  await deleteLastLetters();
  const failures: unknown[] = [];
  for (const due of await dueErasures(now, AT_ONCE)) {
    // One failure must not keep the other accounts from being erased.
    await eraseAccount(due, now).catch((fault: unknown) => failures.push(fault));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'accounts could not be erased');
}

/** Erases what others stored about erased accounts since. */
export async function removeUnreadableNotices(): Promise<void> {
  await deleteUnreadableNotices();
}

/** The name is erased first. The rest follows in small steps that can be repeated. */
async function eraseAccount({ id, withdraw }: Due, now: Date): Promise<void> {
  await eraseIdentity(id, now);
  await forgetMentions(id);
  await forgetCredits(id);
  await forgetVotes(id, now);
  await forgetRatings(id, now);
  await forgetReports(id, now);
  await eraseAuthor({ authorId: id, withdraw }, now);
  await eraseReportedTexts(id);
  await markErased(id);
  log.info({ account: id }, 'an account was erased');
}

async function eraseIdentity(id: string, now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    const identity = await lockIdentity(id, now, tx);
    if (!identity) return;
    const { skeleton, email, confirmed } = identity;
    const addresses = await addressesOf(id, tx);
    await reserveErasedName(skeleton, tx);
    await eraseRows(id, { skeleton, addresses }, tx);
    for (const { address, confirmed } of addresses)
      await eraseMailsTo(address, tx, confirmed ? { kinds: ACCOUNT_MAIL } : UNCONFIRMED_MAIL);
    if (email && confirmed) await queueBasicMail(erasureDoneMail(), { kind: 'erasure-done', to: email }, tx);
  });
}
