import { createContext, onMount } from 'svelte';

const [useClock, setClock] = createContext<Clock>();
export { useClock };

/** Relative times name minutes at best; twice a minute keeps them from lagging by more than half of one. */
const TICK = 30_000;

/**
 * The page's time. It starts at the server's clock, so that server and browser render the same words, and goes on
 * from there by the reader's clock: a reader whose clock is wrong still sees right ages.
 */
export class Clock {
  now = $state(0);
  /** False until the browser has taken over; until then times are shown in UTC, as the server did. */
  ticking = $state(false);
  /** Milliseconds by which the server's clock is ahead of the reader's; for whoever counts in seconds. */
  ahead = 0;

  constructor(serverNow: number) {
    this.now = serverNow;
  }
}

/** Makes the page's clock and keeps it running; call it in the root layout. `serverNow` in milliseconds. */
export function provideClock(serverNow: number): void {
  const clock = setClock(new Clock(serverNow));
  onMount(() => {
    const ahead = serverNow - Date.now();
    clock.ahead = ahead;
    clock.ticking = true;
    const timer = setInterval(() => (clock.now = Date.now() + ahead), TICK);
    return () => clearInterval(timer);
  });
}
