import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import type { NoticeRow } from '../notice-view.ts';
import type { NoticeKind } from '../notice.ts';
import type { DeliveryRow } from './delivery-settings.store.server.ts';

const SETTINGS = Prisma.sql`
  s.reply_mail::text AS "replyMail", s.mention_mail::text AS "mentionMail", s.follow_mail::text AS "followMail",
  s.moderation_mail::text AS "moderationMail", s.reply_push AS "replyPush", s.mention_push AS "mentionPush",
  s.follow_push AS "followPush", s.moderation_push AS "moderationPush", s.time_zone AS "timeZone"`;

/** An account that can read: not erased, and not about to be. */
const CAN_READ = Prisma.sql`u.erased_at IS NULL AND u.erase_at IS NULL`;

export interface Unplanned extends DeliveryRow {
  id: string;
  userId: string;
  kind: NoticeKind;
  createdAt: Date;
  /** Whether an email or a push can reach its reader, and the notice is unread. */
  open: boolean;
  hasAddress: boolean;
  /** Whether push is on in a browser of its reader. */
  hasPush: boolean;
}

/** Notices whose delivery isn't decided yet, oldest first. Another process that plans skips them. */
export async function lockUnplanned(limit: number, tx: Tx): Promise<Unplanned[]> {
  return tx.$queryRaw<Unplanned[]>`
    SELECT n.id, n.user_id AS "userId", n.kind::text AS kind, n.created_at AS "createdAt",
      n.read_at IS NULL AND ${CAN_READ} AS open, u.email_confirmed_at IS NOT NULL AS "hasAddress",
      EXISTS (SELECT 1 FROM push_subscriptions b WHERE b.user_id = n.user_id) AS "hasPush", ${SETTINGS}
    FROM notices n JOIN users u ON u.id = n.user_id LEFT JOIN delivery_settings s ON s.user_id = n.user_id
    WHERE NOT n.planned ORDER BY n.id LIMIT ${limit} FOR UPDATE OF n SKIP LOCKED`;
}

export async function markPlanned(plans: { id: string; mailAt: Date | null }[], tx: Tx): Promise<void> {
  await tx.$executeRaw`
    UPDATE notices n SET planned = true, mail_at = plan.at
    FROM unnest(${plans.map(({ id }) => id)}::uuid[], ${plans.map(({ mailAt }) => mailAt)}::timestamptz[]) AS plan(id, at)
    WHERE n.id = plan.id`;
}

/** Accounts with a notice that is to be emailed now. */
export async function accountsWithDueMail(now: Date, limit: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ userId: string }[]>`
    SELECT DISTINCT user_id AS "userId" FROM (
      SELECT user_id FROM notices WHERE mail_at <= ${now} ORDER BY mail_at LIMIT ${limit}
    ) due`;
  return rows.map(({ userId }) => userId);
}

/**
 * Takes an account's notices that are to be emailed until `until`: none is returned a second time, to this or another
 * process.
 * @returns the unread ones
 */
export async function takeWaiting(userId: string, until: Date, tx: Tx): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string; unread: boolean }[]>`
    UPDATE notices SET mail_at = NULL WHERE user_id = ${userId}::uuid AND mail_at <= ${until}
    RETURNING id, read_at IS NULL AS unread`;
  return rows.filter(({ unread }) => unread).map(({ id }) => id);
}

export async function setMail(ids: string[], mailId: string, tx: Tx): Promise<void> {
  await tx.notice.updateMany({ where: { id: { in: ids } }, data: { mailId } });
}

/** A notice of an email or a push, as the inbox shows it, and whom it is for. */
export interface DeliverableRow extends NoticeRow, DeliveryRow {
  mailId: string | null;
  userId: string;
}

/** Characters of a comment that are read for an excerpt of it. */
const BEGINNING = 2000;

/**
 * What may be sent now of these notices, oldest first: unread, to an account that can read, about what its reader may
 * still see. A comment that was removed meanwhile takes its notice with it, unless the notice tells its author so.
 */
function deliverable(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT n.id, n.user_id AS "userId", n.mail_id AS "mailId", n.kind::text AS kind, n.created_at AS "createdAt",
      n.read_at AS "readAt", n.data, n.comment_id AS "commentId", v.slug, v.title,
      CASE WHEN c.status IN ('visible', 'hidden') OR c.author_id = n.user_id THEN a.username END AS author,
      CASE WHEN c.status = 'visible' OR (c.author_id = n.user_id AND c.status IN ('pending', 'hidden', 'removed'))
        THEN left(c.body, ${BEGINNING}::int) END AS beginning,
      coalesce(c.root_id, c.id) AS root, false AS muted,
      d.id AS "decisionId", d.kind::text AS "decisionKind", d.created_at AS "decidedAt", p.state::text AS appeal, ${SETTINGS}
    FROM notices n JOIN users u ON u.id = n.user_id
    LEFT JOIN delivery_settings s ON s.user_id = n.user_id
    LEFT JOIN comments c ON c.id = n.comment_id
    LEFT JOIN verdicts v ON v.id = c.verdict_id
    LEFT JOIN users a ON a.id = c.author_id
    LEFT JOIN decisions d ON d.id = n.decision_id
    LEFT JOIN appeals p ON p.decision_id = d.id AND p.user_id = n.user_id
    WHERE ${condition} AND n.read_at IS NULL AND ${CAN_READ}
      AND (c.id IS NULL OR v.state <> 'unpublished')
      AND (c.id IS NULL OR c.author_id = n.user_id OR c.status = 'visible' OR n.kind = 'report_outcome')
      AND (n.kind NOT IN ('challenge_waiting', 'authorship_waiting') OR u.role = 'admin')
      AND (n.kind <> 'held' OR c.status = 'pending') AND (n.kind <> 'hidden' OR c.status = 'hidden')
    ORDER BY n.created_at, n.id`;
}

/** Of the emails with these ids, to the address that the account has confirmed now. */
export async function readMailed(mailIds: string[]): Promise<DeliverableRow[]> {
  return db().$queryRaw<DeliverableRow[]>(
    deliverable(Prisma.sql`n.mail_id = ANY(${mailIds}::uuid[]) AND u.email_confirmed_at IS NOT NULL AND EXISTS (
      SELECT 1 FROM mails m WHERE m.id = n.mail_id AND lower(m."to") = lower(u.email))`),
  );
}

export async function readDeliverable(ids: string[]): Promise<DeliverableRow[]> {
  return db().$queryRaw<DeliverableRow[]>(deliverable(Prisma.sql`n.id = ANY(${ids}::uuid[])`));
}
