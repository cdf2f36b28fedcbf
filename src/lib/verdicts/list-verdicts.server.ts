import { readCursor, writeCursor } from './list-cursor.server.ts';
import type { Listing } from './list-input.ts';
import { readListPage, readListState, readSources } from './list.store.server.ts';
import { listItemView, type VerdictListItem } from './verdict-view.ts';

export interface VerdictList {
  items: VerdictListItem[];
  /** Cursor of the next page, null on the last one. */
  next: string | null;
}

/**
 * A page of verdicts: newest by the article's date, or most discussed. Of a source, or with these words, if asked.
 * @throws Refusal `invalid-input` (cursor)
 */
export async function listVerdicts(
  listing: Listing,
  { readersOf = () => 0 }: { readersOf?: (slug: string) => number } = {},
): Promise<VerdictList> {
  const { sort, cursor, limit } = listing;
  const rows = await readListPage(listing, cursor ? readCursor(cursor, sort) : null);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const key = sort === 'newest' ? last?.listedAt.toISOString() : last?.commentCount;
  return {
    items: page.map((row) => listItemView(row, readersOf(row.slug))),
    next: last && key !== undefined && rows.length > limit ? writeCursor(sort, { key, id: last.id }) : null,
  };
}

/** Another text whenever anything on any list of verdicts has changed. */
export async function listState(): Promise<string> {
  return readListState();
}

/** The feeds there are, with how many verdicts each has, the fullest first. */
export async function listSources(): Promise<{ feed: string; verdicts: number }[]> {
  return readSources();
}
