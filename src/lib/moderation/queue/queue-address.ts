import type { QueueFilter } from '#lib/moderation/cases/case.ts';

/** What a page of the queue was asked for. */
export interface QueuePage {
  filter: QueueFilter;
  reason?: string | undefined;
  cursor?: string | null | undefined;
}

/** The query of a page of the queue, without its question mark. What is usual is left out. */
export function queueQueryOf({ filter, reason, cursor }: QueuePage): string {
  const query = new URLSearchParams();
  if (filter !== 'all') query.set('filter', filter);
  if (reason) query.set('reason', reason);
  if (cursor) query.set('cursor', cursor);
  return query.toString();
}

export function queueAddress(place: QueuePage): string {
  const query = queueQueryOf(place);
  return `/moderation${query === '' ? '' : `?${query}`}`;
}
