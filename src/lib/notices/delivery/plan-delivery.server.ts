import { db } from '#lib/db/client.server.ts';
import { queuePush } from '#lib/push/change-push.server.ts';
import { groupOf } from './delivery-settings.ts';
import { settingsOfRow } from './delivery-settings.store.server.ts';
import { lockUnplanned, markPlanned, type Unplanned } from './delivery.store.server.ts';
import { mailTimeOf } from './mail-time.ts';

const AT_ONCE = 500;

/**
 * Decides for each new notice when it is emailed, and pushes it to the browsers of its reader. Notices are rows that their transactions insert, however they do it; so
 * none is lost, and posting doesn't wait for this. Every process may run it at any time.
 */
export async function planDelivery(now: Date): Promise<void> {
  while ((await planSome(now)) === AT_ONCE);
}

async function planSome(now: Date): Promise<number> {
  return db().$transaction(async (tx) => {
    const notices = await lockUnplanned(AT_ONCE, tx);
    if (notices.length === 0) return 0;
    await markPlanned(notices.map(planOf), tx);
    for (const { userId, id } of newestPerReader(notices.filter(isPushed)))
      await queuePush({ userId, kind: 'notice', noticeId: id }, now, tx);
    return notices.length;
  });
}

function planOf(notice: Unplanned): { id: string; mailAt: Date | null } {
  const { id, kind, createdAt, open, hasAddress } = notice;
  const { mail, timeZone } = settingsOfRow(notice);
  return { id, mailAt: open && hasAddress ? mailTimeOf(mail[groupOf(kind)], createdAt, timeZone) : null };
}

function isPushed(notice: Unplanned): boolean {
  return notice.open && notice.hasPush && settingsOfRow(notice).push[groupOf(notice.kind)];
}

/** Of a burst, one notification: it shows how many are unread. */
function newestPerReader(notices: Unplanned[]): Unplanned[] {
  return [...new Map(notices.map((notice) => [notice.userId, notice])).values()];
}
