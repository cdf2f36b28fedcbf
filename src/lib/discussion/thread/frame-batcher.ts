/** A hidden tab draws no frames: what waits there is taken after so many milliseconds all the same. */
const AT_LATEST = 250;

/**
 * Least milliseconds between two takings. On a page of thousands of comments a frame with one more costs tens of
 * milliseconds, whatever comes with it: ten such frames a second leave time for the reader, and look as live as sixty.
 */
const REST = 100;

/**
 * Gathers what arrives, and has it taken together just before a frame is drawn: the page then renders once for all of
 * it, and measuring it there, before anything on it moves, costs no layout of its own. What comes alone waits for the
 * next frame and no longer.
 */
export class FrameBatcher<T> {
  readonly #take: (gathered: T[]) => void;
  #gathered: T[] = [];
  #takenAt = -REST;
  #frame = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** @param take is given what was added since the last time, in its order, and never nothing */
  constructor(take: (gathered: T[]) => void) {
    this.#take = take;
  }

  add(news: T): void {
    if (this.#gathered.push(news) > 1) return;
    const ask = () => {
      this.#frame = globalThis.requestAnimationFrame?.(this.flush);
    };
    const rest = this.#takenAt + REST - performance.now();
    // Both: a tab may be hidden between the asking for a frame and the frame. Node has none.
    this.#timers = [setTimeout(this.flush, AT_LATEST)];
    if (rest > 0) this.#timers.push(setTimeout(ask, rest));
    else ask();
  }

  /** Has it taken now. */
  readonly flush = (): void => {
    const gathered = this.#gathered;
    this.stop();
    this.#takenAt = performance.now();
    if (gathered.length > 0) this.#take(gathered);
  };

  /** Forgets what waits. */
  stop(): void {
    this.#gathered = [];
    this.#timers.forEach(clearTimeout);
    globalThis.cancelAnimationFrame?.(this.#frame);
  }
}
