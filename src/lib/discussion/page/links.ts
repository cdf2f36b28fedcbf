/** Addresses within a verdict's page. They keep what the reader has chosen (order, page) and work without JavaScript. */

/** What of the address a link within the page keeps. */
const KEPT = ['sort', 'cursor', 'comment'];

/** The same page with `changes` in its query, at `fragment`. A change to null leaves that parameter out. */
export function here(search: URLSearchParams, changes: Record<string, string | null>, fragment = ''): string {
  const query = new URLSearchParams();
  for (const name of KEPT) if (search.has(name)) query.set(name, search.get(name)!);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return `${text === '' ? '?' : `?${text}`}${fragment === '' ? '' : `#${fragment}`}`;
}

/** The address of a form action that comes back to the same page. */
export function actionAddress(name: string, search: URLSearchParams, fragment = ''): string {
  const kept = here(search, {}).slice(1);
  return `?/${name}${kept === '' ? '' : `&${kept}`}${fragment === '' ? '' : `#${fragment}`}`;
}

/** A comment's own address, which opens at it with its ancestors. */
export function permalink(slug: string, id: string): string {
  return `/v/${slug}?comment=${id}#c-${id}`;
}
