import { useClock } from '#lib/ui/clock.svelte.ts';
import { secondsUntil } from '#lib/discussion/posting/heat.ts';

/**
 * Seconds left until `until` (milliseconds since 1970; 0: none) by the server's clock. Call it in a component's setup.
 */
export function countdown(until: () => number): { readonly left: number } {
  const clock = useClock();
  let now = $state(clock.now);
  const left = $derived(secondsUntil(until(), new Date(now)));
  $effect(() => {
    if (until() === 0) return;
    const tick = () => (now = Date.now() + clock.ahead);
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  });
  return {
    get left() {
      return left;
    },
  };
}
