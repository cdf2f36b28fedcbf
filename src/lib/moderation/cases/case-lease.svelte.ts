import { CLAIM_LASTS } from './case.ts';

/** Often enough that one lost renewal doesn't lose the claim. */
const RENEW = CLAIM_LASTS * 0.4;

/**
 * A case's page holds the case while it is open: claimed when it opens, renewed, let go when it is left. Who holds
 * it is told by the queue's news; here is only what this page does.
 */
export class Claim {
  readonly #address: string;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(id: string) {
    this.#address = `/moderation/cases/${id}/claim`;
  }

  /** Holds it until the returned function is called, or the page goes. */
  hold(): () => void {
    const release = () => this.#release();
    void this.#claim(false);
    this.#timer = setInterval(() => void this.#claim(false), RENEW);
    addEventListener('pagehide', release);
    return () => {
      removeEventListener('pagehide', release);
      release();
    };
  }

  /** From whoever holds it. */
  takeOver(): Promise<void> {
    return this.#claim(true);
  }

  async #claim(takeOver: boolean): Promise<void> {
    // A claim only shows who is at work. Where it can't be had, the work goes on; the next renewal tries again.
    await fetch(this.#address, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ takeOver }),
    }).catch(() => undefined);
  }

  #release(): void {
    clearInterval(this.#timer);
    void fetch(this.#address, { method: 'DELETE', keepalive: true }).catch(() => undefined);
  }
}
