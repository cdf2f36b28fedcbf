/** What the front page is asked to show. */
export interface FrontAsked {
  q?: string | undefined;
  /** A feed, as the source line has it. */
  source?: string | undefined;
  sort: 'newest' | 'discussed';
  cursor?: string | undefined;
}

/** The front page's address for what is asked; what goes without saying is left out. */
export function frontAddress({ q, source, sort, cursor }: FrontAsked): string {
  const given = { q, source, sort: sort === 'newest' ? undefined : sort, cursor };
  const query = new URLSearchParams(
    Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
  return query.size ? `/?${query}` : '/';
}
