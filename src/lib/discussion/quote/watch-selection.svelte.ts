import type { QuoteOffer } from './quote-offer.svelte.ts';
import { selectedText } from './selected.ts';

/** Milliseconds without a change: a selection grows while the pointer is down. */
const SETTLES_AFTER = 200;

/** Offers to quote what the reader selects in a comment. The code is loaded with the first selection. */
export function watchSelection(list: HTMLElement, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offer: QuoteOffer | null = null;
  const settle = async () => {
    const selected = selectedText(list);
    if (!offer && selected)
      offer = await import('./quote-offer.svelte.ts').then(
        (loaded) => new loaded.QuoteOffer(signal),
        () => null,
      );
    if (!signal.aborted) offer?.show(selected && selectedText(list));
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void settle(), SETTLES_AFTER);
  };
  document.addEventListener('selectionchange', changed, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer));
}
