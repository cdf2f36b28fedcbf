import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';
import type { CommentView } from '#lib/live/events.ts';
import { commentElementId } from './focus.ts';

/** Share of the window's height that is being read. */
const READING_AREA = 0.6;

/**
 * Whether someone else's comment can be shown at once: only if nothing moves that the reader reads or types. Otherwise
 * it waits behind a button.
 */
export function canInsertNow({ parentId }: CommentView, discussion: Discussion): boolean {
  const { thread, next } = discussion;
  if (parentId === null && thread.roots.length === 0) return true;
  if (parentId === null && (thread.sort !== 'oldest' || next !== null)) return false;
  const above = document.getElementById(parentId === null ? 'thread' : commentElementId(parentId));
  if (!above) return false;
  const top = above.getBoundingClientRect().bottom;
  return top > innerHeight * READING_AREA && !isTypingBelow(top);
}

function isTypingBelow(top: number): boolean {
  const field = document.activeElement;
  return field instanceof HTMLTextAreaElement && field.getBoundingClientRect().top >= top - 1;
}
