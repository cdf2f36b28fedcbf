import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { messageDomain } from '#lib/mail/queue-mail.server.ts';
import { PRIORITY } from '#lib/mail/mail-kind.ts';
import type { IssueState } from '../issues/issue.ts';

/** Milliseconds for a transaction that inserts a row per subscriber: ten thousand take two seconds. */
const PATIENCE = { timeout: 5 * 60_000 };

/** The mail of an issue, the same for everyone except for the unsubscribe link. */
export interface FixedMail {
  subject: string;
  html: string;
  text: string;
}

export interface Start extends FixedMail {
  id: string;
  version: number;
  startedById: string | null;
  scheduledFor: Date | null;
}

/**
 * Stores the mail of a draft and queues it for all current subscribers, in one transaction, so a crash leaves all of
 * it or nothing. A unique key allows one mail per issue and subscriber.
 * @returns false: it isn't a draft any more, was changed, or the hour is taken
 */
export async function startSending({ id, version, ...start }: Start, now: Date): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.reportIssue.updateMany({
      where: { id, version, state: 'draft' },
      data: { ...start, state: 'sending', sendStartedAt: now },
    });
    if (count === 0) return false;
    await tx.$executeRaw`
      WITH recipients AS MATERIALIZED (
        SELECT s.id, s.email, gen_random_uuid() AS mail_id FROM subscribers s WHERE s.state = 'confirmed'
      ), queued AS (
        INSERT INTO mails (id, message_id, kind, "to", subject, priority, created_at)
        SELECT mail_id, '<' || mail_id || '@' || ${messageDomain()}::text || '>', 'report-issue', email,
          ${start.subject}, ${PRIORITY.bulk}::int, ${now} FROM recipients
      )
      INSERT INTO report_mails (issue_id, subscriber_id, mail_id)
      SELECT ${id}::uuid, id, mail_id FROM recipients`;
    return true;
  }, PATIENCE);
}

/** Holds pending mails. Those being delivered now are still sent. */
export async function pause(id: string): Promise<boolean> {
  return setHeld(id, true, { from: 'sending', to: { state: 'paused' } });
}

export async function resume(id: string, { html, text }: FixedMail): Promise<boolean> {
  const to = { state: 'sending', html, text, version: { increment: 1 } } as const;
  return setHeld(id, false, { from: 'paused', to });
}

async function setHeld(
  id: string,
  held: boolean,
  { from, to }: { from: IssueState; to: Prisma.ReportIssueUpdateManyMutationInput },
): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.reportIssue.updateMany({ where: { id, state: from }, data: to });
    if (count === 0) return false;
    await tx.$executeRaw`
      UPDATE mails m SET held = ${held} FROM report_mails r
      WHERE r.issue_id = ${id}::uuid AND m.id = r.mail_id AND m.state IN ('pending', 'sending')`;
    return true;
  }, PATIENCE);
}

export interface Progress {
  recipients: number;
  sent: number;
  failed: number;
  /** To be delivered. A mail that is in none of these was dropped, because its reader unsubscribed. */
  left: number;
}

const COUNTS = Prisma.sql`
  count(*)::int AS recipients, count(*) FILTER (WHERE m.state = 'sent')::int AS sent,
  count(*) FILTER (WHERE m.state = 'failed')::int AS failed,
  count(*) FILTER (WHERE m.state IN ('pending', 'sending'))::int AS left
  FROM report_mails r LEFT JOIN mails m ON m.id = r.mail_id`;

export async function readProgress(id: string): Promise<Progress> {
  const [row] = await rowsOf<Progress>(Prisma.sql`SELECT ${COUNTS} WHERE r.issue_id = ${id}::uuid`);
  return row!;
}

/**
 * Marks the issue that is being sent as sent if no mail is pending, and erases the text of its mail.
 * @returns its number if it was marked now
 */
export async function settleSent(now: Date): Promise<number | null> {
  const [row] = await rowsOf<{ n: number }>(Prisma.sql`
    UPDATE report_issues i SET state = 'sent', send_finished_at = ${now}, html = NULL, text = NULL,
      recipients = counted.recipients,
      delivered = counted.sent, failed = counted.failed
    FROM report_issues sending CROSS JOIN LATERAL (SELECT ${COUNTS} WHERE r.issue_id = sending.id) counted
    WHERE sending.state = 'sending' AND i.id = sending.id AND i.state = 'sending' AND counted.left = 0
    RETURNING i.n`);
  return row?.n ?? null;
}

export interface Delivery {
  mailId: string;
  subscriberId: string;
  issueId: string;
  /** The issue's version: another text has another version. */
  version: number;
}

export async function readDeliveries(mailIds: string[]): Promise<Delivery[]> {
  return rowsOf<Delivery>(Prisma.sql`
    SELECT r.mail_id AS "mailId", r.subscriber_id AS "subscriberId", i.id AS "issueId", i.version
    FROM report_mails r JOIN subscribers s ON s.id = r.subscriber_id JOIN report_issues i ON i.id = r.issue_id
    WHERE r.mail_id = ANY(${mailIds}::uuid[]) AND s.state = 'confirmed'`);
}

export async function readFixedMail(id: string): Promise<FixedMail | null> {
  const [row] = await rowsOf<FixedMail>(Prisma.sql`
    SELECT subject, html, text FROM report_issues WHERE id = ${id}::uuid AND html IS NOT NULL`);
  return row ?? null;
}

export interface SentIssue extends Omit<Progress, 'left'> {
  n: number;
  at: Date;
}

export async function readSent(limit: number): Promise<SentIssue[]> {
  const rows = await db().reportIssue.findMany({
    where: { state: 'sent' },
    orderBy: { n: 'desc' },
    take: limit,
    select: { n: true, sendStartedAt: true, recipients: true, delivered: true, failed: true },
  });
  return rows.map(({ n, sendStartedAt, recipients, delivered, failed }) => ({
    ...{ n: n!, at: sendStartedAt!, recipients: recipients!, sent: delivered!, failed: failed! },
  }));
}
