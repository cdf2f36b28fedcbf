import { createContext, onMount } from 'svelte';

const [useClock, setClock] = createContext<Clock>();
export { useClock };

/** Milliseconds. Ages are shown in minutes at best, so they lag by half a minute at most. */
const TICK = 30_000;

/** Starts at the server's time and advances by the reader's clock: server and browser render the same ages. */
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

/** Call it in the root layout. `serverNow` in milliseconds. */
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
