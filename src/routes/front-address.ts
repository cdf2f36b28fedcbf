export interface FrontQuery {
  q?: string | undefined;
  /** A feed's name. */
  source?: string | undefined;
  sort: 'newest' | 'discussed';
  cursor?: string | undefined;
}

/** The front page's address, without default values. */
export function frontAddress({ q, source, sort, cursor }: FrontQuery): string {
  const given = { q, source, sort: sort === 'newest' ? undefined : sort, cursor };
  const query = new URLSearchParams(
    Object.entries(given).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
  return query.size ? `/?${query}` : '/';
}
