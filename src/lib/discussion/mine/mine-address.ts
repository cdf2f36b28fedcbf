/** Ids in one request. The address stays below 16 kB, which Node and proxies accept. */
export const MAX_IDS = 300;

/** Where a reader's own state on a page with these comments is. */
export function mineAddress(slug: string, commentIds: Iterable<string>): string {
  return `/api/v1/verdicts/${slug}/mine?comments=${[...commentIds].slice(0, MAX_IDS).join()}`;
}
