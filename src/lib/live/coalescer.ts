/**
 * Gathers news by key and lets the latest out after `delay` milliseconds: a thousand votes in a second cost each
 * watcher a handful of messages. `merge` folds what is new into what already waits.
 */
export class Coalescer<T> {
  readonly #delay: number;
  readonly #merge: (waiting: T, next: T) => T;
  readonly #tell: (key: string, news: T) => void;
  readonly #waiting = new Map<string, T>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

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

  /** Tells at once what waits. */
  flush(): void {
    for (const key of [...this.#timers.keys()]) this.#out(key);
  }

  /** Forgets what waits. */
  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.clear();
  }

  #schedule(key: string): void {
    this.#timers.set(
      key,
      setTimeout(() => this.#out(key), this.#delay),
    );
  }

  #out(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const news = this.#waiting.get(key)!;
    this.#waiting.delete(key);
    this.#tell(key, news);
  }
}
