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
  /** Null: its kind's source supplies the content at delivery. */
  text: string | null;
  html: string | null;
  headers: Record<string, string>;
  priority: number;
  expiresAt?: Date;
  held?: boolean;
}

export async function insertMail(mail: NewMail, tx: Tx): Promise<string> {
  const { id } = await tx.mail.create({ data: mail, select: { id: true } });
  return id;
}

export async function setReleased(ids: string[]): Promise<void> {
  await db().mail.updateMany({ where: { id: { in: ids }, held: true }, data: { held: false } });
}

export async function deleteHeld(ids: string[], tx: Tx): Promise<void> {
  await tx.mail.deleteMany({ where: { id: { in: ids }, held: true } });
}

export const MAIL_QUEUE = 'mail';

/** `sending` without a job: it was being delivered when the backup was made. */
export async function unscheduledMails(limit: number): Promise<JobRow[]> {
  return rowsOf<JobRow>(Prisma.sql`
    SELECT m.id::text AS id, m.priority FROM mails m
    WHERE m.state IN ('pending', 'sending') AND NOT m.held AND ${withoutJob(MAIL_QUEUE, Prisma.sql`m.id`)}
    ORDER BY m.priority DESC, m.id LIMIT ${limit}`);
}

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

/** Marks those that are still to be delivered as sending, and returns them. */
export async function claimMails(ids: string[], now: Date): Promise<ClaimedMail[]> {
  return rowsOf<ClaimedMail>(Prisma.sql`
    UPDATE mails SET state = 'sending', attempts = attempts + 1, attempted_at = ${now}
    WHERE id = ANY(${ids}::uuid[]) AND state IN ('pending', 'sending') AND NOT held AND "to" IS NOT NULL
    RETURNING id::text AS id, message_id AS "messageId", kind, "to", subject, text, html, headers, attempts,
      created_at AS "createdAt", expires_at AS "expiresAt"`);
}

/** Marks it sent and erases its content, which may hold a secret link. */
export async function markSent(id: string, now: Date): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'sent', sent_at = ${now}, text = NULL, html = NULL, headers = '{}', last_error = NULL
    WHERE id = ${id}::uuid`);
}

/** Returns it to the queue, unless it was cancelled. */
export async function markPending(id: string, error: string | null): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'pending', last_error = ${error} WHERE id = ${id}::uuid AND state = 'sending'`);
}

/** Marks it failed. The content stays, so that an admin can retry. */
export async function markFailed(id: string, error: string): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'failed', last_error = ${error} WHERE id = ${id}::uuid AND state = 'sending'`);
}

export async function markCancelled(id: string): Promise<void> {
  await rowsOf(Prisma.sql`
    UPDATE mails SET state = 'cancelled', "to" = NULL, text = NULL, html = NULL, headers = '{}'
    WHERE id = ${id}::uuid AND state = 'sending'`);
}

/** Which mails to an address are erased. `finished`: only those that aren't pending. */
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

/** @returns how many rows were removed */
export async function deleteOldMails(before: Date): Promise<number> {
  const { count } = await db().mail.deleteMany({
    where: { createdAt: { lt: before }, state: { in: ['sent', 'failed', 'cancelled'] } },
  });
  return count;
}
