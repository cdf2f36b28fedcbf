import { addressKey } from '#lib/accounts/email/address-key.server.ts';
import { requireApproved } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { siteOf } from '#lib/http/network.server.ts';
import { spendTogether, trySpend } from '#lib/limits.server.ts';
import { queueBasicMail } from '#lib/mail/queue-mail.server.ts';
import { siteAddress } from '#lib/mail/site-address.server.ts';
import { notifyAdmins } from '#lib/notices/notify-admins.server.ts';
import { publishUnreadCounts } from '#lib/notices/publish-unread-counts.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { hashedLinkSecret, newLinkSecret } from '#lib/secret-link.server.ts';
import { refuseReadOnly } from '#lib/site-settings/refuse-read-only.server.ts';
import { refuseRestricted } from '#lib/standing/find-standing.server.ts';
import { typographic } from '#lib/typographic.ts';
import { findVerdict, findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import { whyNotWrite } from '#lib/verdicts/verdict-state.ts';
import { LINK_HOURS, type AuthorshipState } from './authorship.ts';
import {
  confirmClaim,
  readByLink,
  readOwn,
  startClaim,
  type LinkedClaim,
} from './authorship.store.server.ts';
import { claimMail } from './mails.ts';

const HOUR = 3600 * 1000;

/**
 * Mails a confirmation link to an address that the account says is in the paper. The response is the same for every
 * address, and if it has just got others. @param from the request's network address
 * @throws Refusal `sign-in-first`, `verdict-not-found`, `verdict-retracted`, `restricted`, `rate-limited`
 */
export async function claimAuthorship(
  slug: string,
  email: string,
  { actor, now, from }: RequestContext & { from: string },
): Promise<void> {
  const claimant = requireApproved(actor);
  await refuseReadOnly();
  const head = await findVerdictHead(slug, claimant);
  const why = whyNotWrite(head.state, claimant);
  if (why) throw new Refusal(why);
  await refuseRestricted(claimant.id, 'comment', now);
  await spendTogether([
    ['authorship-by-account', claimant.id],
    ['confirm-mail-by-network', siteOf(from)],
  ]);
  // A refusal would tell that someone else has entered this address.
  if (!(await trySpend([['authorship-mail', addressKey(email)]]))) return;
  const secret = newLinkSecret();
  const linkExpiresAt = new Date(now.getTime() + LINK_HOURS * HOUR);
  await db().$transaction(async (tx) => {
    const claim = {
      verdictId: head.id,
      userId: claimant.id,
      email,
      linkHash: hashedLinkSecret(secret),
      linkExpiresAt,
    };
    if (!(await startClaim({ ...claim, now }, tx))) return;
    const href = siteAddress(`/v/${encodeURIComponent(slug)}/authorship?token=${secret}`);
    const mail = claimMail({ username: claimant.username, href });
    await queueBasicMail(mail, { kind: 'confirm-authorship', to: email, expiresAt: linkExpiresAt }, tx);
  });
}

/** What the link would confirm; null if it isn't valid. */
export async function findLinkedClaim(token: string, now: Date): Promise<LinkedClaim | null> {
  const found = await readByLink(hashedLinkSecret(token), now);
  return found && { ...found, title: typographic(found.title) };
}

/** The claim waits for an admin then; admins are notified. @throws Refusal `authorship-link-void` */
export async function confirmAuthorship(token: string, now: Date): Promise<void> {
  const notified = await db().$transaction(async (tx) => {
    const claim = await confirmClaim(hashedLinkSecret(token), now, tx);
    if (!claim) throw new Refusal('authorship-link-void');
    const data = { verdict: claim.verdict };
    return notifyAdmins({ kind: 'authorship_waiting', subjectId: claim.id, data, now }, tx);
  });
  await publishUnreadCounts(notified);
}

export interface OwnAuthorship {
  slug: string;
  title: string;
  source: { name: string | null; url: string | null };
  /** Null: not claimed, or nobody is signed in. */
  claim: { state: AuthorshipState; note: string | null } | null;
}

/** @throws Refusal `verdict-not-found`, `verdict-retracted` */
export async function findOwnAuthorship(slug: string, { actor }: RequestContext): Promise<OwnAuthorship> {
  const { id, title, source } = await findVerdict(slug, { actor });
  const claim = actor && (await readOwn(id, actor.id));
  return { slug, title: typographic(title), source: { name: source.name, url: source.url }, claim };
}
