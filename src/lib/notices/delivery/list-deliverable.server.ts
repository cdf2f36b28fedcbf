import { noticeView, type NoticeView } from '../notice-view.ts';
import { groupOf, type NoticeGroup } from './delivery-settings.ts';
import { settingsOfRow } from './delivery-settings.store.server.ts';
import { readMailed } from './delivery.store.server.ts';

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
