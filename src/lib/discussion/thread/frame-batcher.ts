/** A hidden tab draws no frames: a batch is handled after this many milliseconds at the latest. */
const MAX_WAIT = 250;

/** Least milliseconds between two batches: in a thread of thousands, a frame that adds comments costs tens of them. */
const MIN_INTERVAL = 100;

/** Handles items in batches just before a frame is drawn: the page renders once, and measuring it forces no layout. */
export class FrameBatcher<T> {
  readonly #handle: (batch: T[]) => void;
  #batch: T[] = [];
  #handledAt = -MIN_INTERVAL;
  #frame = 0;
  #timers: ReturnType<typeof setTimeout>[] = [];

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
