import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { withoutJob } from '#lib/db/job-table.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { JobRow } from '#lib/jobs/row-queue.ts';
import type { PushKind } from './push-message.ts';

export interface NewSubscription {
  endpoint: string;
  userId: string;
  sessionId: string;
  p256dh: string;
  auth: string;
}

/** A session has one subscription; a browser, which has one endpoint, belongs to the account that last turned it on. */
export async function replaceSubscription(
  subscription: NewSubscription,
  { now, most }: { now: Date; most: number },
): Promise<void> {
  const { endpoint, userId, sessionId } = subscription;
  await db().$transaction(async (tx) => {
    await tx.pushSubscription.deleteMany({ where: { OR: [{ sessionId }, { endpoint }] } });
    await tx.pushSubscription.create({ data: { ...subscription, createdAt: now } });
    await tx.$executeRaw`
      DELETE FROM push_subscriptions WHERE id IN (
        SELECT id FROM push_subscriptions WHERE user_id = ${userId}::uuid ORDER BY created_at DESC, id DESC OFFSET ${most})`;
  });
}

export async function deleteOfSession(sessionId: string): Promise<void> {
  await db().pushSubscription.deleteMany({ where: { sessionId } });
}

export async function hasSubscription(sessionId: string): Promise<boolean> {
  return (await db().pushSubscription.count({ where: { sessionId } })) > 0;
}

export async function deleteSubscription(id: string): Promise<void> {
  await db().pushSubscription.deleteMany({ where: { id } });
}

export interface NewPush {
  userId: string;
  kind: PushKind;
  noticeId?: string;
  alertId?: string;
}

/** One message for each browser of the account whose session hasn't ended. */
export async function insertMessages(
  { userId, kind, noticeId = undefined, alertId = undefined }: NewPush,
  now: Date,
  tx: Tx,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO push_messages (id, subscription_id, kind, notice_id, alert_id, created_at)
    SELECT gen_random_uuid(), b.id, ${kind}, ${noticeId ?? null}::uuid, ${alertId ?? null}::uuid, ${now}
    FROM push_subscriptions b JOIN sessions s ON s.id = b.session_id
    WHERE b.user_id = ${userId}::uuid AND s.expires_at > ${now}`;
}

export const PUSH_QUEUE = 'push';

export async function unscheduledMessages(limit: number): Promise<JobRow[]> {
  return rowsOf<JobRow>(Prisma.sql`
    SELECT m.id::text AS id FROM push_messages m WHERE ${withoutJob(PUSH_QUEUE, Prisma.sql`m.id`)}
    ORDER BY m.id LIMIT ${limit}`);
}

export interface PushRow {
  id: string;
  kind: PushKind;
  noticeId: string | null;
  alertId: string | null;
  userId: string;
  createdAt: Date;
  subscription: { id: string; endpoint: string; p256dh: string; auth: string };
}

export async function readMessages(ids: string[]): Promise<PushRow[]> {
  const rows = await db().pushMessage.findMany({
    where: { id: { in: ids } },
    select: {
      ...{ id: true, kind: true, noticeId: true, alertId: true, createdAt: true },
      subscription: { select: { id: true, endpoint: true, p256dh: true, auth: true, userId: true } },
    },
  });
  return rows.map(({ subscription: { userId, ...subscription }, kind, ...row }) => ({
    ...row,
    kind: kind as PushKind,
    userId,
    subscription,
  }));
}

export async function deleteMessage(id: string): Promise<void> {
  await db().pushMessage.deleteMany({ where: { id } });
}
