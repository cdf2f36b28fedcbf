import type { CommentView } from '#lib/live/events.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** Where a reader's eyes rest: a comment that comes in below this share of the window pushes nothing that is read. */
const READING = 0.6;

/**
 * May a comment by somebody else be shown at once? Only where nothing that is being read or typed moves: below the
 * part of the window that is read, and with no field in use further down. Otherwise it waits behind a button.
 */
export function canInsertNow(arrived: CommentView, discussion: Discussion): boolean {
  // Below an empty thread there is only the footer.
  if (arrived.parentId === null && discussion.thread.roots.length === 0) return true;
  const atEnd =
    arrived.parentId !== null || (discussion.thread.sort === 'oldest' && discussion.next === null);
  if (!atEnd) return false;
  const place = document.getElementById(arrived.parentId === null ? 'thread' : `c-${arrived.parentId}`);
  if (!place) return false;
  const entry = place.getBoundingClientRect().bottom;
  return entry > innerHeight * READING && !typingBelow(entry);
}

function typingBelow(entry: number): boolean {
  const field = document.activeElement;
  return field instanceof HTMLTextAreaElement && field.getBoundingClientRect().top >= entry - 1;
}
