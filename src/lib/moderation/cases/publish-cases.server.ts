import type { CaseChanged } from '#lib/live/events.ts';
import { publishCase } from '#lib/live/publish.server.ts';
import { queueItem } from '#lib/moderation/queue/queue-view.ts';
import { countQueue, readCases } from '#lib/moderation/queue/queue.store.server.ts';

/** Publishes the current state of these cases to moderators. Call it after the commit. */
export async function publishCases(
  ids: string[],
  { what, by, now }: { what: CaseChanged['what']; by: string | null; now: Date },
): Promise<void> {
  if (ids.length === 0) return;
  const [rows, counts] = await Promise.all([readCases(ids), countQueue()]);
  for (const row of rows)
    publishCase({ case: row.id, what, by, item: row.open ? queueItem(row, now) : null, counts });
}
