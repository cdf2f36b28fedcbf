import { endpoint, queryOf } from '#lib/http/api/api.server.ts';
import { listNotices, unreadOf } from '#lib/notices/list-notices.server.ts';
import { noticesQuery } from '#lib/notices/notice-input.ts';
import { listedNotice } from '#lib/notices/notice-list-view.ts';

export const GET = endpoint(async ({ url }, { actor }) => {
  const [{ items, next }, unread] = await Promise.all([
    listNotices(queryOf(url, noticesQuery), actor),
    unreadOf(actor),
  ]);
  return { items: items.map(listedNotice), next, unread };
});
