/** Milliseconds: what an admin changes counts in every process before they look. */
const KEEP = 50;

/**
 * What every comment asks for and hardly ever changes, read once for all who ask within KEEP: an answer is never
 * older. Who changes it in this process lets it `forget`, so that here the change counts at once.
 */
export class KeptRead<T> {
  readonly #read: () => Promise<T>;
  #kept: { at: number; value: Promise<T> } | null = null;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  /** @throws what the reading throws; that is not kept */
  ask(): Promise<T> {
    const now = performance.now();
    if (this.#kept && now - this.#kept.at < KEEP) return this.#kept.value;
    const kept = { at: now, value: this.#read() };
    this.#kept = kept;
    kept.value.catch(() => {
      if (this.#kept === kept) this.#kept = null;
    });
    return kept.value;
  }

  /** What is being read was asked before the change, too. */
  forget(): void {
    this.#kept = null;
  }
}
