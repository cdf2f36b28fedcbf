/** Milliseconds. */
const DURATION = 200;

/**
 * Slides the items of a list to their new places, for an attachment. By the browser's own animations: Svelte's
 * directives would add 2 kB to the JavaScript of every page.
 */
export function animateMoves(list: HTMLElement): () => void {
  let places = placesOf(list);
  const observer = new MutationObserver(() => {
    const before = places;
    places = placesOf(list);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const [item, top] of places) {
      const start = before.get(item);
      if (start === undefined) item.animate({ opacity: [0, 1] }, DURATION);
      else if (start !== top)
        item.animate(
          { translate: [`0 ${start - top}px`, '0 0'] },
          { duration: DURATION, easing: 'ease-out' },
        );
    }
  });
  observer.observe(list, { childList: true });
  return () => observer.disconnect();
}

function placesOf(list: HTMLElement): Map<HTMLElement, number> {
  return new Map([...(list.children as HTMLCollectionOf<HTMLElement>)].map((item) => [item, item.offsetTop]));
}
