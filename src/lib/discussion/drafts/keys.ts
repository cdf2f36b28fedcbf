// Part of the page's first JavaScript, unlike the rest of this folder.

/** Before the owner in the keys of drafts. */
export const SAVED = 'copecheck.text/';
/** Before the nonce in the keys of comments that were sent without a response. */
export const UNSENT = 'copecheck.unsent/';

/** The draft of a comment on a verdict, or of a reply to a comment. */
export const draftPlace = (slug: string, parentId: string | null) => `${slug}.${parentId ?? 'top'}`;

/** Whether this browser has saved a text that begins with `key`. */
export function hasSaved(key: string): boolean {
  try {
    return Object.keys(localStorage).some((each) => each.startsWith(key));
  } catch {
    return false;
  }
}
