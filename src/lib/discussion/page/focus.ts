import { tick } from 'svelte';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/**
 * Focuses the first of these elements that exists after the update. For actions that remove their own button: keyboard
 * focus would otherwise return to the top of the page.
 */
export async function focusOn(...ids: string[]): Promise<void> {
  await tick();
  const element = ids.map((id) => document.getElementById(id)).find((found) => found !== null);
  // Comments have none, which saves bytes.
  if (element?.tabIndex === -1) element.tabIndex = -1;
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}

/** The comment may have been kept for the form only. */
export function closeForm(node: CommentNode, discussion: Discussion): Promise<void> {
  node.form = null;
  discussion.formClosed(node);
  return focusOn(commentElementId(node.comment.id), commentElementId(node.parentId ?? ''), 'discussion');
}

export const commentElementId = (id: string): string => `c-${id}`;
/** Of the question before a comment is withdrawn. */
export const withdrawElementId = (id: string): string => `withdraw-${id}`;
