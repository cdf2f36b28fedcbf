import { verdictCursor, type VerdictListing } from './list-input.ts';
import { readListPage, readListState, readSources, type ListedRow } from './verdict-list.store.server.ts';
import { listItemView, type VerdictListItem } from '#lib/verdicts/list/list-item-view.ts';

export interface VerdictList {
  items: VerdictListItem[];
  next: string | null;
}

interface ListContext {
  readersOf?: (slug: string) => number;
  /** For operators: include unpublished and retracted verdicts. */
  everyState?: boolean;
  /** The ids of those to choose from. */
  only?: string[];
}

/**
 * A page of verdicts, newest by the article's date or most discussed, filtered by source and words. @throws Refusal
 * `invalid-input` (cursor)
 */
export async function listVerdicts(
  listing: VerdictListing,
  { readersOf = () => 0, everyState = false, only }: ListContext = {},
): Promise<VerdictList> {
  const { sort, cursor, limit } = listing;
  const rows = await readListPage({ ...listing, everyState, only }, verdictCursor.read(cursor));
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => listItemView(row, readersOf(row.slug))),
    next: last ? cursorAt(last, sort) : null,
  };
}

function cursorAt({ listedAt, commentCount, id }: ListedRow, sort: VerdictListing['sort']): string {
  return verdictCursor.write(
    sort === 'newest' ? { sort, key: listedAt, id } : { sort, key: commentCount, id },
  );
}

/** Changes whenever anything on a list of verdicts changes. */
export async function listState(): Promise<string> {
  return readListState();
}

export async function listSources(): Promise<{ feed: string; slug: string; verdicts: number }[]> {
  return readSources();
}
