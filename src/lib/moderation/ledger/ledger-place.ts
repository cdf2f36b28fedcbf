/** Where something happened, as the public log links to it: a path without host. */

/** A comment in its thread, or with null the thread as a whole. */
export function commentPath(slug: string, commentId: string | null): string {
  return commentId ? `/v/${slug}#c-${commentId}` : `/v/${slug}`;
}

/** The page of the decision's subject. The log completes it with a key, so no decision stores a name. */
export const PROFILE_PATH = '/u/';
