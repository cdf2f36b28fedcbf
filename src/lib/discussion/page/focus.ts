import { tick } from 'svelte';
import type { CommentNode } from '#lib/discussion/thread/comment-node.svelte.ts';

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

export function closeForm(node: CommentNode): Promise<void> {
  node.form = null;
  return focusOn(commentElementId(node.comment.id));
}

export const commentElementId = (id: string): string => `c-${id}`;
