/** Milliseconds from a new comment to its announcement, with those that follow: a storm would silence a screen reader. */
const ANNOUNCE_AFTER = 1000;
/** Least milliseconds between two announcements. */
const ANNOUNCE_EVERY = 3000;

/** Announces how many comments wait, soon after their number grew and then at most every few seconds. */
export class AnnounceGrowth {
  #count: number;
  #last = -Infinity;
  #isDue = false;
  readonly #announce: (isDue: boolean) => void;

  /** `announce(false)`: the number that was announced is no longer right. It isn't left to be read. */
  constructor(count: number, announce: (isDue: boolean) => void) {
    this.#count = count;
    this.#announce = announce;
  }

  changed(count: number): void {
    const before = this.#count;
    this.#count = count;
    if (count === before) return;
    this.#announce(false);
    if (count < before) return;
    const pause = this.#last + ANNOUNCE_EVERY - performance.now();
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => this.#announceNow(), Math.max(ANNOUNCE_AFTER, pause));
  }

  #announceNow(): void {
    this.#isDue = false;
    if (this.#count === 0) return;
    this.#last = performance.now();
    this.#announce(true);
  }
}
