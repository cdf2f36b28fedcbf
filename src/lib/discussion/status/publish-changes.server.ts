import { publishThreadChange } from '#lib/live/publish.server.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import type { CommittedChange } from '#lib/discussion/store/thread-change.store.server.ts';

/** Publishes committed changes, in the order of their seq, to everyone who watches the verdict. */
export function publishChanges(slug: string, changes: CommittedChange[]): void {
  const now = new Date();
  for (const { seq, total, rows } of changes) {
    const comments = rows.map((row) => commentView(upToDate(row), null, now));
    publishThreadChange({ verdict: slug, seq, comments, total });
  }
}
