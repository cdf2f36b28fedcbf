import { createContext, onMount } from 'svelte';

const [useClock, setClock] = createContext<Clock>();
export { useClock };

/** Milliseconds. Ages are shown in minutes at best, so they lag by half a minute at most. */
const TICK = 30_000;

/**
 * The page's time. It starts at the server's time, so that server and browser render the same text, and advances by the
 * reader's clock: ages are right even if that clock is wrong.
 */
export class Clock {
  now = $state(0);
  /** False until hydration; until then times are shown in UTC, as the server rendered them. */
  ticking = $state(false);
  /** Milliseconds by which the server's clock is ahead of the reader's, for countdowns. */
  ahead = 0;

  constructor(serverNow: number) {
    this.now = serverNow;
  }
}

/** Creates and runs the page's clock; call it in the root layout. `serverNow` in milliseconds. */
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
