/** Milliseconds between two messages: more of them would only use up the socket's rate limit. */
const SEND_EVERY = 3000;
/** Milliseconds for which the server counts a reader as typing. */
const COUNTED_FOR = 6000;

/** Sends that the reader is typing, and knows whether the server's count includes them. */
export class Typing {
  counted = $state(false);
  readonly #send: () => void;
  #sentAt = -Infinity;
  /** What was typed has arrived: the server's next count lacks this reader. */
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: () => void) {
    this.#send = send;
  }

  onInput(): void {
    if (Date.now() - this.#sentAt < SEND_EVERY) return;
    this.#sentAt = Date.now();
    this.#send();
    this.counted = true;
    this.#isOver = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.counted = false), COUNTED_FOR);
  }

  onSent(): void {
    this.#sentAt = -Infinity;
    this.#isOver = true;
  }

  onCount(): void {
    if (this.#isOver) this.counted = false;
  }
}
