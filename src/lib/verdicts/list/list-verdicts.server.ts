import { verdictCursor, type Listing } from './list-input.ts';
import { readListPage, readListState, readSources, type ListedRow } from './verdict-list.store.server.ts';
import { listItemView, type VerdictListItem } from '#lib/verdicts/verdict-view.ts';

export interface VerdictList {
  items: VerdictListItem[];
  /** Cursor of the next page, null on the last one. */
  next: string | null;
}

interface ListContext {
  readersOf?: (slug: string) => number;
  /** For operators: unpublished and retracted verdicts as well. */
  everyState?: boolean;
}

/**
 * A page of verdicts: newest by the article's date, or most discussed. Of a source, or with these words, if asked.
 * @throws Refusal `invalid-input` (cursor)
 */
export async function listVerdicts(
  listing: Listing,
  { readersOf = () => 0, everyState = false }: ListContext = {},
): Promise<VerdictList> {
  const { sort, cursor, limit } = listing;
  const rows = await readListPage({ ...listing, everyState }, verdictCursor.read(cursor));
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => listItemView(row, readersOf(row.slug))),
    next: last ? cursorAt(last, sort) : null,
  };
}

function cursorAt({ listedAt, commentCount, id }: ListedRow, sort: Listing['sort']): string {
  return verdictCursor.write(
    sort === 'newest' ? { sort, key: listedAt, id } : { sort, key: commentCount, id },
  );
}

/** Another text whenever anything on any list of verdicts has changed. */
export async function listState(): Promise<string> {
  return readListState();
}

/** The feeds there are, with how many verdicts each has, the fullest first. */
export async function listSources(): Promise<{ feed: string; verdicts: number }[]> {
  return readSources();
}
