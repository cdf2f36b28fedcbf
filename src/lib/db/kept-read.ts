/** Milliseconds: what an admin changes counts in every process before they look. */
const KEEP = 50;

/** Milliseconds while changes are heard: a bound for the case that a lost connection goes unnoticed. */
const KEEP_HEARD = 5_000;

/**
 * What every comment asks for and hardly ever changes, read once for all who ask within KEEP: an answer is never
 * older. Code that changes it in this process calls `forget`, so that here the change counts at once. Where changes by
 * other processes are heard too (`heard`), it is kept for longer and needs hardly a query.
 */
export class KeptRead<T> {
  readonly #read: () => Promise<T>;
  #keep = KEEP;
  #kept: { at: number; value: Promise<T> } | null = null;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** @throws what the reading throws; that is not kept */
  ask(): Promise<T> {
    const now = performance.now();
    if (this.#kept && now - this.#kept.at < this.#keep) return this.#kept.value;
    const kept = { at: now, value: this.#read() };
    this.#kept = kept;
    kept.value.catch(() => {
      if (this.#kept === kept) this.#kept = null;
    });
    return kept.value;
  }

  /** Whether every change leads to `forget` from now on. What is kept may be older than that. */
  heard(all: boolean): void {
    this.#keep = all ? KEEP_HEARD : KEEP;
    this.forget();
  }

  /** What is being read was asked before the change, too. */
  forget(): void {
    this.#kept = null;
  }
}
