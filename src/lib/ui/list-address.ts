/** The query of a list, without undefined and empty parameters. */
export function listQuery(params: Record<string, string | undefined>): string {
  const filled = Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return new URLSearchParams(filled).toString();
}

export function listAddress(path: string, params: Record<string, string | undefined>): string {
  const query = listQuery(params);
  return query ? `${path}?${query}` : path;
}
