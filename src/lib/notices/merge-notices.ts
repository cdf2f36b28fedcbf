import type { NoticeRow } from './notice-view.ts';

/** Rows that are read for one page: similar ones among them are shown as one notice. */
export const MERGE_WINDOW = 300;

/**
 * Similar notices as one: of the same kind, about the same subject (the comment replied to, a branch, a verdict, a
 * person), all read or all unread. Rows are newest first, and each is in exactly one group.
 * @param window as many rows as were read; one more shows that older ones follow
 * @returns groups in the order of their newest row; `last`: the row at which the page ended, null if it is the last
 */
export function mergeNotices(
  rows: NoticeRow[],
  { limit, window = MERGE_WINDOW }: { limit: number; window?: number },
): { groups: NoticeRow[][]; last: NoticeRow | null } {
  const groups = new Map<string, NoticeRow[]>();
  for (const [i, row] of rows.slice(0, window).entries()) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (!group && groups.size === limit) return { groups: [...groups.values()], last: rows[i - 1]! };
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return { groups: [...groups.values()], last: rows.length > window ? rows[window - 1]! : null };
}

function keyOf({ id, kind, subjectId, readAt }: NoticeRow): string {
  return subjectId ? `${kind} ${subjectId} ${readAt !== null}` : id;
}
