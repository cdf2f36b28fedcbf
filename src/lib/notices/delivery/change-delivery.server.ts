import { requireSignedIn } from '#lib/actor.ts';
import { db, type Tx } from '#lib/db/client.server.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { NOTICE_KINDS } from '../notice.ts';
import { groupOf, NOTICE_GROUPS, type DeliverySettings, type NoticeGroup } from './delivery-settings.ts';
import {
  accountExists,
  moveWaiting,
  readDeliverySettings,
  writeDeliverySettings,
} from './delivery-settings.store.server.ts';
import { mailTimeOf } from './mail-time.ts';

export async function findDelivery(userId: string): Promise<DeliverySettings> {
  return readDeliverySettings(userId);
}

/** Applies to notices that already wait for an email too. @throws Refusal `sign-in-first` */
export async function changeDelivery(
  settings: DeliverySettings,
  { actor, now }: RequestContext,
): Promise<void> {
  const { id } = requireSignedIn(actor);
  await db().$transaction((tx) => saveDelivery(id, settings, { now, tx }));
}

/** Stops all email about these groups. Idempotent; an account that was erased meanwhile has nothing to stop. */
export async function stopMail(userId: string, groups: readonly NoticeGroup[], now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!(await accountExists(userId, tx))) return;
    const before = await readDeliverySettings(userId, tx);
    const stopped = Object.fromEntries(groups.map((group) => [group, 'never' as const]));
    await saveDelivery(userId, { ...before, mail: { ...before.mail, ...stopped } }, { now, tx });
  });
}

async function saveDelivery(
  userId: string,
  settings: DeliverySettings,
  { now, tx }: { now: Date; tx: Tx },
): Promise<void> {
  await writeDeliverySettings(userId, settings, tx);
  for (const group of NOTICE_GROUPS) {
    const kinds = NOTICE_KINDS.filter((kind) => groupOf(kind) === group);
    const mailAt = mailTimeOf(settings.mail[group], now, settings.timeZone);
    await moveWaiting(userId, { kinds, mailAt }, tx);
  }
}
