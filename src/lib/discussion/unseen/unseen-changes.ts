/**
 * What to do with the page as it is now; null: nothing is left to change. Looking must be cheap, because only then the page
 * is compared. @returns makes the change, and returns what takes it back
 */
export type Change = () => (() => () => void) | null;

/** Milliseconds without scrolling after which it has ended. */
const PAUSE = 200;
/** Pixels between the points at which the page is compared. */
const STEP = 24;

/**
 * Changes of an open page that wait until they move nothing that its reader sees: at once if they are outside the
 * window, otherwise once the reader has scrolled away from their place.
 */
export class UnseenChanges {
  readonly #waiting = new Map<string, Change>();
  #scrolling: ReturnType<typeof setTimeout> | undefined;

  constructor(signal: AbortSignal) {
    const onScroll = () => {
      clearTimeout(this.#scrolling);
      this.#scrolling = setTimeout(() => {
        this.#scrolling = undefined;
        this.#make();
      }, PAUSE);
    };
    addEventListener('scroll', onScroll, { passive: true, signal });
    signal.addEventListener('abort', () => {
      clearTimeout(this.#scrolling);
      this.#waiting.clear();
    });
  }

  /** Replaces an earlier change of this name that still waits. */
  add(name: string, change: Change): void {
    this.#waiting.set(name, change);
    // A scroll that is under way would be stopped.
    if (this.#scrolling === undefined) this.#make();
  }

  drop(name: string): void {
    this.#waiting.delete(name);
  }

  #make(): void {
    for (const [name, change] of this.#waiting) if (changeUnseen(change)) this.#waiting.delete(name);
  }
}

/** Makes the change, or takes it back if something on the screen moves. What is added above the window is scrolled over. */
function changeUnseen(change: Change): boolean {
  const make = change();
  if (!make) return true;
  const top = scrollY;
  const before = onScreen().map((element) => ({ element, at: element.getBoundingClientRect() }));
  const undo = make();
  const by = scrollFor(before.map(({ element, at }) => element.getBoundingClientRect().top - at.top));
  if (by !== 0) scrollBy({ top: by, behavior: 'instant' });
  if (before.every(({ element, at }) => isSamePlace(element.getBoundingClientRect(), at))) return true;
  undo();
  if (by !== 0) scrollTo({ top, behavior: 'instant' });
  return false;
}

/** What would bring elements back that moved by these distances: what is sticky stays without. */
export function scrollFor(distances: number[]): number {
  return distances.find((distance) => Math.abs(distance) >= 0.5) ?? 0;
}

/** Less than half a pixel can’t be seen. What grows moves what is below it. */
export function isSamePlace(a: DOMRectReadOnly, b: DOMRectReadOnly): boolean {
  return Math.abs(a.left - b.left) < 0.5 && Math.abs(a.top - b.top) < 0.5;
}

/** Texts, and what begins in the window. What begins above it contains them, and its edges say nothing. */
function onScreen(): Element[] {
  const found = new Set<Element>();
  for (let y = 0; y < innerHeight + STEP; y += STEP)
    for (let column = 1; column < 16; column += 2) {
      // With the last pixels: what begins there moves first.
      const there = document.elementsFromPoint((column / 16) * innerWidth, Math.min(y, innerHeight - 1));
      for (const element of there) found.add(element);
    }
  return [...found].filter(
    (element) =>
      element.getBoundingClientRect().top >= 0 ||
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim() !== '',
      ),
  );
}

/** The page can be scrolled by whole pixels only. */
export function roundHeight(element: HTMLElement): void {
  element.style.minHeight = `${Math.ceil(element.getBoundingClientRect().height)}px`;
}

export function elementOf(html: string): HTMLElement {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild as HTMLElement;
}
