/** What a row of the public log links to: a path without host. */
export function commentPath(slug: string, commentId: string | null): string {
  return commentId ? `/v/${slug}#c-${commentId}` : `/v/${slug}`;
}

/** The profile of the decision's subject. The log appends a key, so no decision stores a name. */
export const PROFILE_PATH = '/u/';
