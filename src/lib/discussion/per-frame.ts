/** A hidden tab draws no frames: what waits there is taken after so many milliseconds all the same. */
const AT_LATEST = 250;

/**
 * Gathers what arrives within one frame of the screen, and has it taken together just before the frame is drawn: a
 * page cannot show more, each taking costs a rendering, and measuring the page there, before anything on it moves,
 * costs no layout of its own.
 */
export class PerFrame<T> {
  readonly #take: (gathered: T[]) => void;
  #gathered: T[] = [];
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param take is given what was added since the last time, in its order, and never nothing */
  constructor(take: (gathered: T[]) => void) {
    this.#take = take;
  }

  add(news: T): void {
    if (this.#gathered.push(news) > 1) return;
    // Both: a tab may be hidden between the asking for a frame and the frame. Node has none.
    this.#timer = setTimeout(this.flush, AT_LATEST);
    this.#frame = globalThis.requestAnimationFrame?.(this.flush);
  }

  /** Has it taken now. */
  readonly flush = (): void => {
    const gathered = this.#gathered;
    this.stop();
    if (gathered.length > 0) this.#take(gathered);
  };

  /** Forgets what waits. */
  stop(): void {
    this.#gathered = [];
    clearTimeout(this.#timer);
    globalThis.cancelAnimationFrame?.(this.#frame);
  }
}
