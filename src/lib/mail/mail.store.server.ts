import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { withoutJob } from '#lib/db/job-table.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { JobRow } from '#lib/jobs/row-queue.ts';
import type { MailKind } from './mail-kind.ts';

export interface NewMail {
  kind: MailKind;
  to: string;
  subject: string;
  messageId: string;
  /** Null: the source of its kind gives the content at the delivery. */
  text: string | null;
  html: string | null;
  headers: Record<string, string>;
  priority: number;
  expiresAt?: Date;
}

export async function insertMail(mail: NewMail, tx: Tx): Promise<string> {
  const { id } = await tx.mail.create({ data: mail, select: { id: true } });
  return id;
}

export const MAIL_QUEUE = 'mail';

/** `sending` without a job: it was being delivered when the backup was made. */
export async function unscheduledMails(limit: number): Promise<JobRow[]> {
  return rowsOf<JobRow>(Prisma.sql`
    SELECT m.id::text AS id, m.priority FROM mails m
    WHERE m.state IN ('pending', 'sending') AND NOT m.held AND ${withoutJob(MAIL_QUEUE, Prisma.sql`m.id`)}
    ORDER BY m.priority DESC, m.id LIMIT ${limit}`);
}

/** A mail that is about to be delivered. */
export interface ClaimedMail {
  id: string;
  messageId: string;
  kind: MailKind;
  to: string;
  subject: string;
  text: string | null;
  html: string | null;
  headers: Record<string, string>;
  attempts: number;
  createdAt: Date;
  expiresAt: Date | null;
}

/** Those of these that are still to be delivered, marked as being so. One statement, whatever their number. */
export async function claimMails(ids: string[], now: Date): Promise<ClaimedMail[]> {
  return rowsOf<ClaimedMail>(Prisma.sql`
    UPDATE mails SET state = 'sending', attempts = attempts + 1, attempted_at = ${now}
    WHERE id = ANY(${ids}::uuid[]) AND state IN ('pending', 'sending') AND NOT held AND "to" IS NOT NULL
    RETURNING id::text AS id, message_id AS "messageId", kind, "to", subject, text, html, headers, attempts,
      created_at AS "createdAt", expires_at AS "expiresAt"`);
}

/** The server has it. Its content has served its purpose; it may hold a secret link. */
export async function markSent(id: string, now: Date): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'sent', sent_at = ${now}, text = NULL, html = NULL, headers = '{}', last_error = NULL
    WHERE id = ${id}::uuid`);
}

/** It goes back to wait. Cancelled meanwhile, it stays cancelled. */
export async function markPending(id: string, error: string | null): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'pending', last_error = ${error} WHERE id = ${id}::uuid AND state = 'sending'`);
}

/** Given up. The content stays for another try by an admin. */
export async function markFailed(id: string, error: string): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'failed', last_error = ${error} WHERE id = ${id}::uuid AND state = 'sending'`);
}

export async function markCancelled(id: string): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'cancelled', "to" = NULL, text = NULL, html = NULL, headers = '{}'
    WHERE id = ${id}::uuid AND state = 'sending'`);
}

/** Which mails to an address are erased. `finished`: those only that are not waiting. */
export interface Erased {
  kinds: MailKind[];
  finished?: boolean;
}

export async function eraseMails(
  address: string,
  tx: Tx,
  { kinds, finished = false }: Erased,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE mails SET state = CASE WHEN state = 'sent' THEN state ELSE 'cancelled' END,
      "to" = NULL, text = NULL, html = NULL, headers = '{}', last_error = NULL
    WHERE lower("to") = lower(${address}) AND kind = ANY(${kinds})
      AND NOT (${finished} AND state IN ('pending', 'sending'))`;
}

export async function recipientOf(messageId: string): Promise<string | null> {
  const mail = await db().mail.findUnique({ where: { messageId }, select: { to: true } });
  return mail?.to ?? null;
}

/** Removes those that were finished or given up before this moment. @returns how many */
export async function deleteOldMails(before: Date): Promise<number> {
  const { count } = await db().mail.deleteMany({
    where: { createdAt: { lt: before }, state: { in: ['sent', 'failed', 'cancelled'] } },
  });
  return count;
}
