import { db, type Tx } from '#lib/db/client.server.ts';
import type { NoticeKind } from '../notice.ts';
import { DEFAULT_DELIVERY, type DeliverySettings, type NoticeGroup } from './delivery-settings.ts';

/** A row of `delivery_settings`, or the null columns of an outer join. */
export type DeliveryRow = {
  [Group in NoticeGroup as `${Group}Mail`]: DeliverySettings['mail'][Group] | null;
} & {
  [Group in NoticeGroup as `${Group}Push`]: boolean | null;
} & { timeZone: string | null };

export function settingsOfRow(row: DeliveryRow | null): DeliverySettings {
  if (!row || row.timeZone === null) return DEFAULT_DELIVERY;
  return {
    mail: {
      ...{ reply: row.replyMail!, mention: row.mentionMail! },
      ...{ follow: row.followMail!, moderation: row.moderationMail! },
    },
    push: {
      ...{ reply: row.replyPush!, mention: row.mentionPush! },
      ...{ follow: row.followPush!, moderation: row.moderationPush! },
    },
    timeZone: row.timeZone,
  };
}

export async function readDeliverySettings(userId: string, tx: Tx = db()): Promise<DeliverySettings> {
  return settingsOfRow(await tx.deliverySettings.findUnique({ where: { userId } }));
}

export async function writeDeliverySettings(
  userId: string,
  { mail, push, timeZone }: DeliverySettings,
  tx: Tx,
): Promise<void> {
  const row = {
    ...{ replyMail: mail.reply, mentionMail: mail.mention },
    ...{ followMail: mail.follow, moderationMail: mail.moderation },
    ...{ replyPush: push.reply, mentionPush: push.mention },
    ...{ followPush: push.follow, moderationPush: push.moderation },
    timeZone,
  };
  await tx.deliverySettings.upsert({ where: { userId }, create: { userId, ...row }, update: row });
}

/** Notices of these kinds that wait to be emailed are emailed at this time instead, or not at all. */
export async function moveWaiting(
  userId: string,
  { kinds, mailAt }: { kinds: NoticeKind[]; mailAt: Date | null },
  tx: Tx,
): Promise<void> {
  await tx.notice.updateMany({
    where: { userId, kind: { in: kinds }, mailAt: { not: null } },
    data: { mailAt },
  });
}

export async function accountExists(id: string, tx: Tx): Promise<boolean> {
  return (await tx.user.count({ where: { id, erasedAt: null } })) > 0;
}
