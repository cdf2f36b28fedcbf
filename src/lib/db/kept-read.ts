/**
 * What everybody asks for and hardly ever changes, read once for all who ask within `keep` milliseconds: an answer is
 * never older than that. Who changes it in this process lets it `forget`, so that here the change counts at once.
 */
export class KeptRead<T> {
  readonly #read: () => Promise<T>;
  readonly #keep: number;
  #kept: { at: number; value: Promise<T> } | null = null;

  constructor(read: () => Promise<T>, { keep }: { keep: number }) {
    this.#read = read;
    this.#keep = keep;
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

  /** What is being read was asked before the change, too. */
  forget(): void {
    this.#kept = null;
  }
}
