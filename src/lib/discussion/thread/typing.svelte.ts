/** "3 writing" is renewed every few seconds; more often would only spend the socket's allowance. */
const TELL_EVERY = 3000;
/** As long as the server counts somebody as writing. */
const LASTS = 6000;

/** That the reader writes: told to the others, and taken from their number, for to oneself it is no news. */
export class Typing {
  /** The server counts this reader among those who write. */
  counted = $state(false);
  readonly #tell: () => void;
  #told = -Infinity;
  #stopped: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** A key was pressed. */
  typed(): void {
    if (Date.now() - this.#told < TELL_EVERY) return;
    this.#told = Date.now();
    this.#tell();
    this.counted = true;
    clearTimeout(this.#stopped);
    this.#stopped = setTimeout(() => (this.counted = false), LASTS);
  }
}
