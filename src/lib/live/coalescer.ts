/** Merges updates by key and sends them after `delay` ms: a thousand votes in a second cost a watcher few messages. */
export class Coalescer<T> {
  readonly #delay: number;
  readonly #merge: (pending: T, next: T) => T;
  readonly #send: (key: string, update: T) => void;
  readonly #pending = new Map<string, T>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(delay: number, merge: (pending: T, next: T) => T, send: (key: string, update: T) => void) {
    this.#delay = delay;
    this.#merge = merge;
    this.#send = send;
  }

  add(key: string, update: T): void {
    const pending = this.#pending.get(key);
    this.#pending.set(key, pending === undefined ? update : this.#merge(pending, update));
    if (pending === undefined)
      this.#timers.set(
        key,
        setTimeout(() => this.#flushKey(key), this.#delay),
      );
  }

  flush(): void {
    for (const key of [...this.#timers.keys()]) this.#flushKey(key);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#pending.clear();
  }

  #flushKey(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const update = this.#pending.get(key)!;
    this.#pending.delete(key);
    this.#send(key, update);
  }
}
