import { LEASE_DURATION } from './case.ts';

/** Two renewals fit into one lease, so one failed renewal doesn't lose it. */
const RENEWAL_INTERVAL = LEASE_DURATION * 0.4;

/** Holds the lease on a case while its page is open. The page learns who holds it from the queue's messages. */
export class CaseLease {
  readonly #address: string;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(id: string) {
    this.#address = `/moderation/cases/${id}/lease`;
  }

  /** Takes the lease and renews it. @returns a function that releases it; closing the page does so too */
  hold(): () => void {
    const release = () => this.#release();
    void this.#take(false);
    this.#timer = setInterval(() => void this.#take(false), RENEWAL_INTERVAL);
    addEventListener('pagehide', release);
    return () => {
      removeEventListener('pagehide', release);
      release();
    };
  }

  takeOver(): Promise<void> {
    return this.#take(true);
  }

  async #take(takeOver: boolean): Promise<void> {
    // The moderator can work without a lease, so a failed request is ignored; the next renewal tries again.
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
