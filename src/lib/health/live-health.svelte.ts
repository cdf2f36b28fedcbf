import type { HealthView } from './health-view.ts';
import { STEP } from './health.ts';

/**
 * shown: as rendered by the server; silent: no response; outage: the database is away; fault: an error response;
 * refused: no longer an admin; elsewhere: the response is from another process than the one shown.
 */
export type HealthState = 'shown' | 'live' | 'silent' | 'outage' | 'fault' | 'refused' | 'elsewhere';

const REFUSED: Record<number, HealthState> = { 401: 'refused', 403: 'refused', 503: 'outage' };

/** The status of a refusal, or null without a response. */
export type HealthResult = HealthView | number | null;

/** The health page of one process: fetches its samples while the page is visible. */
export class LiveHealth {
  view: HealthView = $state.raw()!;
  state: HealthState = $state('shown');
  readonly #fetch: () => Promise<HealthResult>;
  #fetching = false;

  constructor(view: HealthView, fetchHealth: () => Promise<HealthResult>) {
    this.view = view;
    this.#fetch = fetchHealth;
  }

  /** Fetches now, every STEP, and when the tab becomes visible; not while it is hidden. */
  follow(page: Document): () => void {
    const update = () => {
      if (!page.hidden) void this.#update();
    };
    update();
    const timer = setInterval(update, STEP);
    page.addEventListener('visibilitychange', update);
    return () => {
      clearInterval(timer);
      page.removeEventListener('visibilitychange', update);
    };
  }

  async #update(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      this.#apply(await this.#fetch());
    } finally {
      this.#fetching = false;
    }
  }

  #apply(result: HealthResult): void {
    if (result === null) this.state = 'silent';
    else if (typeof result === 'number') this.state = REFUSED[result] ?? 'fault';
    else if (this.#isShown(result)) {
      this.view = result;
      this.state = 'live';
    } else this.state = 'elsewhere';
  }

  /**
   * Several processes may share one address, and their samples must not be mixed. One that started after the last
   * response of the shown one is its successor.
   */
  #isShown({ process }: HealthView): boolean {
    return process.id === this.view.process.id || process.startedAt > this.view.now;
  }
}

/** Milliseconds: longer than the server waits for its database. */
const TIMEOUT = 15_000;

export async function fetchHealth(): Promise<HealthResult> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch('/admin/health/samples', { signal }).catch(() => null);
  if (!response?.ok) return response?.status ?? null;
  // A truncated response counts as none.
  return (response.json() as Promise<HealthView>).catch(() => null);
}
