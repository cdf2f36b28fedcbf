import type { Place } from '#lib/passages/anchor.ts';
import { rangesAt } from './article-text.ts';

/** The name that styles of `::highlight()` have (PassageMargin.svelte). */
const NAME = 'passage';

let shown: Place | null = null;

/** Shows where a passage is, without changing the page's elements. */
export function highlight(place: Place | null): void {
  shown = place;
  // Without this interface, the marks and the scrolling have to do.
  if (!('highlights' in CSS)) return;
  if (place) CSS.highlights.set(NAME, new Highlight(...rangesAt(place)));
  else CSS.highlights.delete(NAME);
}

/** The elements have changed. */
export const highlightAgain = (): void => highlight(shown);

export function scrollToPassage(place: Place): void {
  const [range] = rangesAt(place);
  if (!range) return;
  const { top, bottom } = range.getBoundingClientRect();
  // The upper half: on a phone the sheet covers the lower one.
  if (top < 0 || bottom > innerHeight / 2) scrollBy({ top: top - innerHeight / 4 });
}
