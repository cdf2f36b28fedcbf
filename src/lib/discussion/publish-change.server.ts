import { tellChange } from '#lib/live/publish.server.ts';
import type { Written } from './change.store.server.ts';
import { commentView } from './comment-view.ts';
import { readTouched } from './comment.store.server.ts';
import { upToDate } from './rendered.server.ts';

/** Tells the watchers of a committed change: every comment it touched, as an anonymous reader may see it now. */
export async function publishChange(verdict: { id: string; slug: string }, written: Written): Promise<void> {
  const rows = await readTouched(verdict.id, written.touched);
  const now = new Date();
  const comments = rows
    // What waits and was never seen has no seq; there is nothing of it to tell.
    .filter((row) => row.seq > 0)
    .map((row) => commentView(upToDate(row), null, now));
  tellChange({ verdict: verdict.slug, seq: written.seq, comments, total: written.total });
}
