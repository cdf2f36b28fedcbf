import type { Anchor } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';
import { linkBeside, rangesAt } from './article-text.ts';
import { takeWritten } from './comment-on.svelte.ts';
import { scrollToPassage } from './highlight.ts';
import { showNotice } from './show-notice.svelte.ts';

/** After a comment on a passage from this page, which is far from the composer. */
export function offerBack(anchor: Anchor, place: Place | null, left: AbortSignal): void {
  if (!place || !takeWritten(anchor) || isInView(place)) return;
  const act = () => {
    scrollToPassage(place);
    linkBeside(place)?.focus({ preventScroll: true });
  };
  showNotice({ text: 'Your comment is posted.', action: 'Back to the passage', act }, left);
}

function isInView(place: Place): boolean {
  const box = rangesAt(place)[0]?.getBoundingClientRect();
  return box !== undefined && box.top >= 0 && box.bottom <= innerHeight;
}
