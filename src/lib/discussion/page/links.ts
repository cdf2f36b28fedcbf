/** Addresses within a verdict's page, which work without JavaScript. */

/** Parameters that links within the page keep. */
const KEPT = ['sort', 'cursor', 'comment', 'votes'];

/** The same page with `changes` to its query; null removes a parameter. */
export function here(search: URLSearchParams, changes: Record<string, string | null>, fragment = ''): string {
  const query = new URLSearchParams();
  for (const name of KEPT) if (search.has(name)) query.set(name, search.get(name)!);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `?${query}${hash(fragment)}`;
}

/** What links within the page keep of its query, to be followed by a parameter: `?`, or `?sort=oldest&`. */
export function keptQuery(search: URLSearchParams): string {
  const kept = here(search, {});
  return kept === '?' ? kept : `${kept}&`;
}

/** The same as hidden fields of a form. */
export function keptFields(search: URLSearchParams): [name: string, value: string][] {
  return [...new URLSearchParams(here(search, {}))];
}

/**
 * The beginning of the discussion in this order; null: in the verdict's usual order. Without a question mark where there
 * is no query: one page, one address.
 */
export function firstComments(slug: string, sort: string | null): string {
  return `/v/${slug}${sort === null ? '' : `?sort=${encodeURIComponent(sort)}`}#discussion`;
}

/** A form action that returns to the same page. */
export function actionAddress(name: string, search: URLSearchParams, fragment = ''): string {
  const kept = here(search, {}).slice(1);
  return `?/${name}${kept === '' ? '' : `&${kept}`}${hash(fragment)}`;
}

/** The page of one comment with its ancestors and replies, or with those after a cursor. */
export function permalink(slug: string, id: string, cursor?: string): string {
  return `/v/${slug}?comment=${id}${cursor ? `&cursor=${cursor}` : ''}#c-${id}`;
}

const hash = (fragment: string): string => (fragment === '' ? '' : `#${fragment}`);
