/**
 * Gathers news by key and lets the latest out after `delay` milliseconds: a thousand votes in a second cost each
 * watcher a handful of messages. `merge` folds what is new into what already waits.
 */
export class Coalescer<T> {
  readonly #delay: number;
  readonly #merge: (waiting: T, next: T) => T;
  readonly #tell: (key: string, news: T) => void;
  readonly #waiting = new Map<string, T>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(delay: number, merge: (waiting: T, next: T) => T, tell: (key: string, news: T) => void) {
    this.#delay = delay;
    this.#merge = merge;
    this.#tell = tell;
  }

  add(key: string, news: T): void {
    const waiting = this.#waiting.get(key);
    this.#waiting.set(key, waiting === undefined ? news : this.#merge(waiting, news));
    if (waiting === undefined) this.#schedule(key);
  }

  /** Forgets what waits; used when the server stops. */
  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.clear();
  }

  #schedule(key: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const news = this.#waiting.get(key)!;
      this.#waiting.delete(key);
      this.#tell(key, news);
    }, this.#delay);
    this.#timers.add(timer);
  }
}
