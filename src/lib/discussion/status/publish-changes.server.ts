import { publishThreadChange } from '#lib/live/publish.server.ts';
import type { Written } from '#lib/discussion/store/change.store.server.ts';
import { commentView, type CommentRow } from '#lib/discussion/reading/comment-view.ts';
import { readTouched } from '#lib/discussion/store/comment.store.server.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';

/** A change, and with a new comment the comment itself, which then need not be read. */
type Change = Written & { row?: CommentRow };

/**
 * Tells the watchers of committed changes, given in the order of their seq: every comment they touched, as an
 * anonymous reader may see it now. One query at most. @returns the comments by id
 */
export async function publishChanges(
  verdict: { id: string; slug: string },
  changes: Change[],
): Promise<Map<string, CommentRow>> {
  // What several of them touched is told with the last one: it is read as it stands after all of them.
  const last = new Map(changes.flatMap(({ seq, touched }) => touched.map((id) => [id, seq] as const)));
  const made = changes.flatMap(({ row }) => (row && last.get(row.id) === row.seq ? [row] : []));
  for (const { id } of made) last.delete(id);
  const read = last.size > 0 ? (await readTouched(verdict.id, [...last.keys()])).map(upToDate) : [];
  const now = new Date();
  for (const { seq, total } of changes) {
    const comments = [
      ...made.filter((row) => row.seq === seq),
      // What waits and was never seen has no seq; there is nothing of it to tell.
      ...read.filter((row) => row.seq > 0 && last.get(row.id) === seq),
    ].map((row) => commentView(row, null, now));
    publishThreadChange({ verdict: verdict.slug, seq, comments, total });
  }
  return new Map([...made, ...read].map((row) => [row.id, row]));
}
