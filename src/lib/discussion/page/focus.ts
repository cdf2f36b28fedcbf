import { tick } from 'svelte';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';

/**
 * Puts the focus on the first of these that is on the page, once it shows what has just changed. For acts that take
 * away the button they were done with: a keyboard would otherwise begin again at the top of the page.
 */
export async function focusOn(...ids: string[]): Promise<void> {
  await tick();
  const element = ids.map((id) => document.getElementById(id)).find((found) => found !== null);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}

/** Closes the form that is open at a comment; the focus goes back to the comment. */
export function closeForm(node: CommentNode): Promise<void> {
  node.form = null;
  return focusOn(commentElementId(node.comment.id));
}

/** The element of a comment. */
export const commentElementId = (id: string): string => `c-${id}`;
