/** Milliseconds between two messages: more of them would only use up the socket's rate limit. */
const SEND_EVERY = 3000;
/** Milliseconds for which the server counts a reader as typing. */
const COUNTED_FOR = 6000;

/** Sends that the reader is typing, and knows whether the server's count includes them. */
export class Typing {
  counted = $state(false);
  readonly #send: () => void;
  #sentAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: () => void) {
    this.#send = send;
  }

  onInput(): void {
    if (Date.now() - this.#sentAt < SEND_EVERY) return;
    this.#sentAt = Date.now();
    this.#send();
    this.counted = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.counted = false), COUNTED_FOR);
  }
}
