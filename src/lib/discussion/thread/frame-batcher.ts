/** A hidden tab draws no frames: a batch is handled after this many milliseconds at the latest. */
const MAX_WAIT = 250;

/**
 * Least milliseconds between two batches. On a page of thousands of comments a frame that adds one costs tens of
 * milliseconds, however many it adds. Ten such frames a second leave time for the reader, and look as live as sixty.
 */
const MIN_INTERVAL = 100;

/**
 * Batches items and handles them just before a frame is drawn: the page renders once for all of them, and measuring it
 * before it changes forces no layout. A lone item waits for the next frame only.
 */
export class FrameBatcher<T> {
  readonly #handle: (batch: T[]) => void;
  #batch: T[] = [];
  #handledAt = -MIN_INTERVAL;
  #frame = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];

  /** @param handle receives a batch in the order of `add`, never an empty one */
  constructor(handle: (batch: T[]) => void) {
    this.#handle = handle;
  }

  add(item: T): void {
    if (this.#batch.push(item) > 1) return;
    const requestFrame = () => {
      this.#frame = globalThis.requestAnimationFrame?.(this.flush);
    };
    const rest = this.#handledAt + MIN_INTERVAL - performance.now();
    // Both: a tab may be hidden after it has requested a frame. Node has no frames.
    this.#timers = [setTimeout(this.flush, MAX_WAIT)];
    if (rest > 0) this.#timers.push(setTimeout(requestFrame, rest));
    else requestFrame();
  }

  readonly flush = (): void => {
    const batch = this.#batch;
    this.stop();
    this.#handledAt = performance.now();
    if (batch.length > 0) this.#handle(batch);
  };

  stop(): void {
    this.#batch = [];
    this.#timers.forEach(clearTimeout);
    globalThis.cancelAnimationFrame?.(this.#frame);
  }
}
