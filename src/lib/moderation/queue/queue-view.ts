import { excerptOf } from '#lib/excerpt.ts';
import type { QueueItem } from '#lib/live/events.ts';
import type { QueueRow } from './queue.store.server.ts';

/** Characters of a comment in the queue. */
const EXCERPT_MAX = 240;

export function queueItem(row: QueueRow, now: Date): QueueItem {
  const leased = row.leasedUntil !== null && row.leasedUntil > now;
  return {
    id: row.id,
    kind: kindOf(row),
    weight: row.weight,
    reportCount: row.reportCount,
    requestCount: row.requestCount,
    reasons: row.reasons,
    openedAt: row.openedAt.toISOString(),
    version: row.version,
    leaseHolder: leased ? row.leaseHolder : null,
    leasedUntil: leased ? row.leasedUntil!.toISOString() : null,
    author: row.author,
    comment: commentOf(row),
  };
}

function kindOf({ isAppeal, held, requestCount }: QueueRow): QueueItem['kind'] {
  if (isAppeal) return 'appeal';
  if (held) return 'held';
  return requestCount > 0 ? 'request' : 'reports';
}

function commentOf(row: QueueRow): QueueItem['comment'] {
  const { commentId, slug, title, status, commentVersion, beginning } = row;
  if (commentId === null || slug === null || title === null || status === null) return null;
  // Withdrawn text is shown to no one, moderators included.
  const text = status === 'withdrawn' ? '' : excerptOf(beginning ?? '', EXCERPT_MAX);
  return { id: commentId, verdict: slug, title, status, version: commentVersion ?? 1, excerpt: text };
}
