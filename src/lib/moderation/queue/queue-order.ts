import type { QueueItem } from '#lib/live/events.ts';
import type { QueueFilter } from '#lib/moderation/cases/case.ts';

/** Filters for live updates, with the same filters and order as the query in queue.store.server.ts. */
export interface QueueView {
  filter: QueueFilter;
  reason: string | undefined;
  /** The moderator's name. */
  me: string;
}

/** Heaviest first; cases of equal weight, oldest first. */
export function compareCases(a: QueueItem, b: QueueItem): number {
  if (a.weight !== b.weight) return b.weight - a.weight;
  if (a.openedAt !== b.openedAt) return a.openedAt < b.openedAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export function fitsQueue(item: QueueItem, { filter, reason, me }: QueueView): boolean {
  if (reason && !item.reasons.some((given) => given.reason === reason)) return false;
  switch (filter) {
    case 'all':
      return true;
    case 'mine':
      return item.leaseHolder === me;
    case 'appeals':
      return item.kind === 'appeal';
    case 'requests':
      return item.kind === 'request';
    case 'held':
    case 'reports':
      return item.kind === filter;
  }
}
