/** What a reader does that moves the page, or is about to. */
const ACTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** Pixels that rounding may cost. */
const ROUNDING = 1;

/**
 * Keeps an element at its place in the window until the reader scrolls, presses a key or touches the page. Above it, fonts
 * arrive, comments become interactive, and threads get their real heights once they are near the window.
 */
export class Hold {
  isReleased = false;
  readonly #id: string;
  readonly #top: number | null;
  /** Where it was put: its distance from the top of the window and of the page. */
  #put = { top: NaN, onPage: NaN };
  readonly #sizes = new ResizeObserver(() => this.put());

  /** `top`: its distance from the top of the window; null: its scroll margin. */
  constructor(id: string, top: number | null) {
    this.#id = id;
    this.#top = top;
    for (const act of ACTS) addEventListener(act, this.release, { capture: true, passive: true });
    addEventListener('scroll', this.#scrolled, { passive: true });
    for (const part of [document.body, ...document.querySelectorAll('#talk, #thread')])
      this.#sizes.observe(part);
    this.put();
  }

  readonly put = (): void => {
    const element = document.getElementById(this.#id);
    if (this.isReleased || !element || element.getClientRects().length === 0) return;
    const wanted = this.#top ?? marginOf(element);
    scrollBy({ top: element.getBoundingClientRect().top - wanted, behavior: 'instant' });
    this.#put = placeOf(element);
  };

  readonly release = (): void => {
    this.isReleased = true;
    this.#sizes.disconnect();
    for (const act of ACTS) removeEventListener(act, this.release, { capture: true });
    removeEventListener('scroll', this.#scrolled);
  };

  /** The browser scrolls too when something above grows. A reader who drags the scroll bar causes no other event. */
  readonly #scrolled = (): void => {
    const element = document.getElementById(this.#id);
    if (!element) return;
    const { top, onPage } = placeOf(element);
    const isMoved = Math.abs(onPage - this.#put.onPage) > ROUNDING;
    if (isMoved || Number.isNaN(onPage)) this.put();
    else if (Math.abs(top - this.#put.top) > ROUNDING) this.release();
  };
}

function placeOf(element: Element): { top: number; onPage: number } {
  const { top } = element.getBoundingClientRect();
  return { top, onPage: top + scrollY };
}

function marginOf(element: Element): number {
  const own = parseFloat(getComputedStyle(element).scrollMarginTop) || 0;
  return own + (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0);
}
