import type { HealthView } from './health-view.ts';
import { STEP } from './health.ts';

/**
 * shown: as the server rendered it; live: asked and answered; silent: nobody answers; outage: the site answers that
 * its database is away; fault: it answers, but with a fault; refused: no admin any more; elsewhere: another process answers than the one that is shown.
 */
export type HealthState = 'shown' | 'live' | 'silent' | 'outage' | 'fault' | 'refused' | 'elsewhere';

const REFUSED: Record<number, HealthState> = { 401: 'refused', 403: 'refused', 503: 'outage' };

/** What came of context: how the process is, or the status of a refusal; null where no answer came. */
export type HealthAnswer = HealthView | number | null;

/** An admin's page of one process: asks for its samples while somebody looks, and says when it last heard. */
export class LiveHealth {
  view: HealthView = $state.raw()!;
  state: HealthState = $state('shown');
  readonly #ask: () => Promise<HealthAnswer>;
  #context = false;

  constructor(view: HealthView, ask: () => Promise<HealthAnswer>) {
    this.view = view;
    this.#ask = ask;
  }

  /** Asks at once, after every step, and when the tab comes to the front again; not while it is hidden. */
  follow(page: Document): () => void {
    const ask = () => {
      if (!page.hidden) void this.#look();
    };
    ask();
    const timer = setInterval(ask, STEP);
    page.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      page.removeEventListener('visibilitychange', ask);
    };
  }

  async #look(): Promise<void> {
    if (this.#context) return;
    this.#context = true;
    try {
      this.#hear(await this.#ask());
    } finally {
      this.#context = false;
    }
  }

  #hear(answer: HealthAnswer): void {
    if (answer === null) this.state = 'silent';
    else if (typeof answer === 'number') this.state = REFUSED[answer] ?? 'fault';
    else if (this.#isShown(answer)) {
      this.view = answer;
      this.state = 'live';
    } else this.state = 'elsewhere';
  }

  /**
   * Several processes may stand behind one address, and their samples must not be mixed. One that was started after
   * the shown one was last heard is its successor.
   */
  #isShown({ process }: HealthView): boolean {
    return process.id === this.view.process.id || process.startedAt > this.view.now;
  }
}

/** Milliseconds after which a silent network counts as none: longer than a server waits for its database to say so. */
const PATIENCE = 15_000;

export async function askHealth(): Promise<HealthAnswer> {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch('/admin/health/samples', { signal }).catch(() => null);
  if (!response?.ok) return response?.status ?? null;
  // An answer that was cut off in the middle is none.
  return (response.json() as Promise<HealthView>).catch(() => null);
}
