import { noticeView, type NoticeView } from '../notice-view.ts';
import { countUnread } from '../unread.store.server.ts';
import { groupOf, type NoticeGroup } from './delivery-settings.ts';
import { settingsOfRow } from './delivery-settings.store.server.ts';
import { readDeliverable, readMailed } from './delivery.store.server.ts';

export interface MailedNotices {
  userId: string;
  /** Oldest first; at least one. */
  notices: NoticeView[];
  groups: NoticeGroup[];
}

/**
 * What may still be sent in these emails, by mail id: unread notices about what their reader may see, that the reader
 * still wants by email. An email with nothing left is absent.
 */
export async function listMailed(mailIds: string[]): Promise<Map<string, MailedNotices>> {
  const rows = (await readMailed(mailIds)).filter(
    (row) => settingsOfRow(row).mail[groupOf(row.kind)] !== 'never',
  );
  const mails = new Map<string, MailedNotices>();
  for (const [mailId, of] of Map.groupBy(rows, (row) => row.mailId!))
    mails.set(mailId, {
      userId: of[0]!.userId,
      notices: of.map(noticeView),
      groups: [...new Set(of.map(({ kind }) => groupOf(kind)))],
    });
  return mails;
}

export interface PushedNotice {
  notice: NoticeView;
  /** Of its reader. */
  unread: number;
}

/** The same for push, by the id of the notice. */
export async function listPushed(noticeIds: string[]): Promise<Map<string, PushedNotice>> {
  const rows = (await readDeliverable(noticeIds)).filter((row) => settingsOfRow(row).push[groupOf(row.kind)]);
  const unread = await countUnread(rows.map(({ userId }) => userId));
  return new Map(
    rows.map((row) => [row.id, { notice: noticeView(row), unread: unread.get(row.userId) ?? 0 }]),
  );
}
