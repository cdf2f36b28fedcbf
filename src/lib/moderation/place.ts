/** Where something happened, as the public log links to it: a path without host. */

/** A comment in its thread, or with null the thread as a whole. */
export function commentPlace(slug: string, commentId: string | null): string {
  return commentId ? `/v/${slug}#c-${commentId}` : `/v/${slug}`;
}

export function personPlace(username: string): string {
  return `/u/${username}`;
}
