import type { QueueFilter } from '#lib/moderation/cases/case.ts';

export interface QueuePage {
  filter: QueueFilter;
  reason?: string | undefined;
  cursor?: string | null | undefined;
}

/** The query string without its question mark. Omits defaults. */
export function queueQueryOf({ filter, reason, cursor }: QueuePage): string {
  const query = new URLSearchParams();
  if (filter !== 'all') query.set('filter', filter);
  if (reason) query.set('reason', reason);
  if (cursor) query.set('cursor', cursor);
  return query.toString();
}

export function queueAddress(page: QueuePage): string {
  const query = queueQueryOf(page);
  return `/moderation${query === '' ? '' : `?${query}`}`;
}
